/** The hints of the report form: fetched when somebody begins to write, so that the page itself opens faster. */
import type { Texts } from './dom.ts';
import { hintWhileWriting } from './hint-box.ts';

const form = document.querySelector<HTMLFormElement>('#report-form');
const field = document.querySelector<HTMLTextAreaElement>('#field-text');
const place = document.getElementById('text-hints');
if (form && field && place) hintWhileWriting(field, place, JSON.parse(form.dataset.texts ?? '{}') as Texts);
