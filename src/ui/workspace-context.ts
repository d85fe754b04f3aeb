import { createContext } from 'svelte';
import type { App } from '../state/app.svelte.ts';
import type { Workspace } from '../state/workspace.svelte.ts';

/** The open project, for every component inside the frame. */
export const [getWorkspace, setWorkspace] = createContext<Workspace>();

/** The app around it. */
export const [getApp, setApp] = createContext<App>();
