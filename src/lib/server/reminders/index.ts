export { closeFeed, findFeed, mostPerMinute, openFeed, readFeed, type FeedAnswer } from './calendar-feed.ts';
export { reminderQueue, remindAll, settleReminders } from './remind.ts';
export { viewReminders, type RemindersView } from './views.ts';
