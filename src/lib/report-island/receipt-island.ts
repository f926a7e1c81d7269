/** On the receipt: the report that arrived is no longer a draft. For browsers that sent it as a plain form. */
import { removeDraft } from './device-store.ts';

const sent = document.getElementById('sent')?.dataset;
if (sent?.person && sent.sentKey && 'indexedDB' in window) void removeDraft(sent.person, sent.sentKey);
