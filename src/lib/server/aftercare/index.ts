export {
	aftercarePermissions,
	may as mayAftercare,
	mayOwn as mayOwnSupport,
	type AftercarePermission
} from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export { aftercareDue, type AftercareDue } from './queries.ts';
export * from './steps.ts';
export * from './views.ts';
