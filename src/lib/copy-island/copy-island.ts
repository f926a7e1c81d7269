/**
 * Copies a field to the clipboard. Without JavaScript the button stays hidden, and the text is marked and copied by hand.
 *
 * A button names its field by `data-copy`, and what is said when it is done by `data-copied`.
 */
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
	const field = document.getElementById(button.dataset.copy!) as
		HTMLInputElement | HTMLTextAreaElement | null;
	const status = document.getElementById('copy-status');
	if (!field || !status) continue;
	button.hidden = false;
	button.addEventListener('click', () => {
		// marked as well, so that a browser that refuses the clipboard leaves only Ctrl+C to do
		field.select();
		navigator.clipboard.writeText(field.value).then(
			() => {
				status.textContent = button.dataset.copied!;
			},
			() => {
				status.textContent = status.dataset.refused!;
			}
		);
	});
}
