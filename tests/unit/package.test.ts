import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

test('every dependency is pinned to one exact version', () => {
  const { dependencies, devDependencies } = JSON.parse(readProjectFile('package.json')) as PackageFile;
  const versions = Object.entries({ ...dependencies, ...devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))).toEqual([]);
});

test('the lock file names no registry', () => {
  const lockText = readProjectFile('package-lock.json');
  expect(lockText).not.toContain('"resolved"');
  expect(lockText.match(/"(?:https?|git[^"]*):\/\/[^"]*\.tgz"/g)).toBeNull();
});

function readProjectFile(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
}
