export { may as mayStatistics, seesStatistics, sightOf, sightOfAnswers } from './access.ts';
export { csvOf } from '../platform/csv-text.ts';
export { codesOf, type CodeOf, type Dimension } from './dimensions.ts';
export type { Count } from './disclosure.ts';
export { foldStatistics } from './fold.ts';
export { mostYears, periodChoices, type Days } from './period.ts';
export type { Organisation } from './queries.ts';
export { rebuildStatistics } from './rebuild.ts';
export type { SupportCode } from './support.ts';
export {
	exportStatistics,
	startingPointOf,
	viewStatistics,
	type Figures,
	type StatisticsView
} from './views.ts';
