/** The hints of the report form: fetched when somebody begins to write, so that the page itself opens faster. */
import { hintWhileWriting } from './hint-box.ts';
import * as en from './hint-texts-en.ts';
import * as sv from './hint-texts-sv.ts';

const field = document.querySelector<HTMLTextAreaElement>('#field-text');
const place = document.getElementById('text-hints');
if (field && place) hintWhileWriting(field, place, document.documentElement.lang === 'en' ? en : sv);
