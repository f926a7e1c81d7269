export { closeFeed, findFeed, openFeed, readFeed } from './calendar-feed.ts';
export { reminderQueue, remindAll, settleReminders } from './remind.ts';
export { viewReminders } from './views.ts';
