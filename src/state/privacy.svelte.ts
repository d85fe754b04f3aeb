import { isThisMachine } from '../core/normalise/server-address.ts';

/** Watches whether this page asked another host for anything, and what it sent. */
export class Privacy {
  /** Hosts elsewhere that were asked for files of models, in order of first contact. */
  foreignHosts = $state.raw<readonly string[]>([]);
  /** Hosts elsewhere that rows or tags were sent to. */
  dataHosts = $state.raw<readonly string[]>([]);
  /** Servers on this computer that were spoken to. */
  localHosts = $state.raw<readonly string[]>([]);

  constructor() {
    if (typeof PerformanceObserver === 'undefined') return;
    const observer = new PerformanceObserver((list) => this.#note(list.getEntries()));
    observer.observe({ type: 'resource', buffered: true });
  }

  /**
   * Notes an address that is about to be asked, since workers have timelines of their own.
   *
   * @param sends `data` when rows or tags go there, `nothing` when files come from there.
   */
  noteAddress(address: string, sends: 'data' | 'nothing'): void {
    const { host } = new URL(address);
    if (isThisMachine(address)) this.localHosts = withHost(this.localHosts, host);
    else if (sends === 'data') this.dataHosts = withHost(this.dataHosts, host);
    else this.foreignHosts = withHost(this.foreignHosts, host);
  }

  #note(entries: readonly PerformanceEntry[]): void {
    for (const { name } of entries) {
      const url = URL.parse(name);
      const isElsewhere = url !== null && url.protocol.startsWith('http') && url.host !== location.host;
      if (isElsewhere) this.noteAddress(name, 'nothing');
    }
  }
}

function withHost(hosts: readonly string[], host: string): readonly string[] {
  return hosts.includes(host) ? hosts : [...hosts, host];
}
