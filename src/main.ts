import { mount } from 'svelte';
import { readPageOrigin } from './services/page-origin.ts';
import { createServices } from './services/services.ts';
import { App } from './state/app.svelte.ts';
import './ui/app.css';
import AppFrame from './ui/App.svelte';

const host = document.getElementById('app');
if (host === null) throw new Error('index.html has no element with the id "app".');

const services = createServices(
  { siteUrl: new URL('./', document.baseURI).href, page: readPageOrigin(document, location.origin) },
  navigator.hardwareConcurrency,
);
const app = new App(services);
mount(AppFrame, { target: host, props: { app } });
void app.start(new URLSearchParams(location.search).get('project'));
