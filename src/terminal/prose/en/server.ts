import type { Catalogue } from '../catalogue.js';

export const server: Catalogue = {};
