/** What the hints say in English, out of messages/. Only these are built into the script. */
export {
	hint_socialMedia,
	hint_suicide,
	hint_threat,
	hint_weapon,
	mask_address,
	mask_email,
	mask_personnummer,
	mask_phone
} from '../../../messages/en/advice.json';
export {
	island_address,
	island_email,
	island_personnummer,
	island_phone,
	island_remove
} from '../../../messages/en/island.json';
