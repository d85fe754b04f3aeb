import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ProjectId } from '../../src/core/model/index.ts';
import { ProjectLease, type ProjectAccess } from '../../src/state/project-lease.svelte.ts';

// Each lease stands for a tab: the browser's locks do not tell two holders in one page from two pages.
const opened: ProjectLease[] = [];
let lastProject = 0;

afterEach(() => opened.splice(0).forEach((lease) => lease.close()));

interface Tab {
  readonly lease: ProjectLease;
  /** What the lease told, in order. */
  readonly told: (ProjectAccess | 'asked')[];
}

async function openTab(
  projectId: ProjectId,
  storeRest: () => Promise<void> = () => Promise.resolve(),
): Promise<Tab> {
  const told: Tab['told'] = [];
  const on = {
    asked: () => {
      told.push('asked');
      return storeRest();
    },
    changed: (access: ProjectAccess) => void told.push(access),
  };
  const lease = new ProjectLease(projectId, on, 300);
  opened.push(lease);
  await lease.open();
  return { lease, told };
}

function nextProject(): ProjectId {
  return (Date.now() + ++lastProject) as ProjectId;
}

describe('a project in several tabs', () => {
  test('is written by the first and followed by the others', async () => {
    const project = nextProject();
    const first = await openTab(project);
    const second = await openTab(project);
    const elsewhere = await openTab(nextProject());
    const access = [first, second, elsewhere].map(({ lease }) => lease.access);
    expect(access).toEqual(['writing', 'following', 'writing']);
    expect([...first.told, ...second.told]).toEqual([]);
  });

  test('goes to a tab that follows when the writing one closes', async () => {
    const project = nextProject();
    const first = await openTab(project);
    const second = await openTab(project);
    first.lease.close();
    await vi.waitFor(() => expect(second.told).toEqual(['writing']));
    expect(second.lease.access).toBe('writing');
    expect(first.told).toEqual([]);
  });

  test('goes to a tab that asks for it once the other has stored what it had, and back', async () => {
    const project = nextProject();
    const tabs: Tab[] = [];
    const accessWhileStoring: unknown[] = [];
    const first = await openTab(project, async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      accessWhileStoring.push(tabs[0].lease.access);
    });
    const second = await openTab(project);
    tabs.push(second);
    await second.lease.takeOver();
    expect(accessWhileStoring).toEqual(['following']);
    expect(first.told).toEqual(['asked', 'following']);
    expect(second.told).toEqual(['writing']);
    await first.lease.takeOver();
    expect(second.told).toEqual(['writing', 'asked', 'following']);
    expect([first.lease.access, second.lease.access]).toEqual(['writing', 'following']);
  });

  test('is taken from a tab that does not hand it over', async () => {
    const project = nextProject();
    const frozen = await openTab(project, () => new Promise(() => undefined));
    const second = await openTab(project);
    await second.lease.takeOver();
    await vi.waitFor(() => expect(frozen.told).toEqual(['asked', 'following']));
    expect(second.told).toEqual(['writing']);
  });

  test('is never written by two, whoever asks at once', async () => {
    const project = nextProject();
    const tabs = await Promise.all([openTab(project), openTab(project), openTab(project)]);
    await Promise.all(tabs.map(({ lease }) => lease.takeOver()));
    await vi.waitFor(() => {
      expect(tabs.filter(({ lease }) => lease.access === 'writing')).toHaveLength(1);
    });
  });
});
