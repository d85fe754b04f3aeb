import { afterAll } from 'vitest';
import { keepBrowsers } from '../run/open-app.ts';

afterAll(keepBrowsers());
