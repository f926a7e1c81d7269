export { remindAll } from './remind.ts';
