export { may as maySettings, settingActions, type SettingAction } from './access.ts';
export { limitsOf, settingKeys, type NumberLimits, type SettingKey } from './catalogue.ts';
export * from './commands.ts';
export { fieldText, seenField, settingsSchema } from './forms.ts';
export * from './views.ts';
