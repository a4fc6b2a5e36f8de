/** What the inventory's files may say; JSON Schema and manual are made from it. */
export { type AppInput, app } from './schema/app.js';
export { vaultKinds } from './schema/backup.js';
export { databaseKinds } from './schema/database.js';
export { type OpdInput, opd } from './schema/opd.js';
export { runtimeKinds } from './schema/runtime.js';
export { type ServerInput, type SiteInput, server, site } from './schema/site.js';
