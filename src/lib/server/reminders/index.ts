export { reminderQueue, remindAll } from './remind.ts';
