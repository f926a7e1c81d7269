/**
 * Marking in a text what is to be masked: what somebody marks is put into the field of that text. Without JavaScript the words
 * are typed there.
 */
for (const text of document.querySelectorAll<HTMLElement>('[data-mark-for]')) {
	const field = document.getElementById(text.dataset.markFor!) as HTMLInputElement | null;
	if (!field) continue;
	text.addEventListener('mouseup', () => {
		const selection = document.getSelection();
		const words = selection?.toString().trim() ?? '';
		if (words === '' || !selection?.anchorNode || !text.contains(selection.anchorNode)) return;
		field.value = words;
		const folded = field.closest('details');
		if (folded) folded.open = true;
	});
}
