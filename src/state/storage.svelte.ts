import { AppError } from '../core/model/index.ts';
import { writeSize, type RoomAnswer } from '../core/storage/room.ts';
import type { StoragePart } from '../core/storage/storage-part.ts';
import type { StorageReading, StorageService } from '../services/storage-service.ts';
import type { Store } from '../store/store.ts';
import type { Notices } from './notices.svelte.ts';

/** What the state needs of the services. */
interface StorageParts {
  readonly storage: Pick<
    StorageService,
    'readMeter' | 'readUse' | 'keepData' | 'advise' | 'remove' | 'checkModel'
  >;
  readonly store: { readonly settings: Pick<Store['settings'], 'read' | 'save'> };
}

const offerSetting = 'storage-offer';
/** Less than this is imported again in a moment. */
const worthKeepingBytes = 1_000_000;
/** While something writes. A gigabyte takes longer. */
const watchEveryMs = 10_000;

/** The room in this browser, shared by all projects. */
export class StorageState {
  /** Undefined until the browser has answered. */
  reading = $state.raw<StorageReading | undefined>(undefined);
  /** The largest first; undefined until they were measured. */
  parts = $state.raw<readonly StoragePart[] | undefined>(undefined);
  isMeasuring = $state(false);
  /** Whether the browser was asked to keep the data, and did not promise it. */
  isRefused = $state(false);
  #isOfferSettled = $state(true);
  /** Told once, and again after the room was enough in between. */
  #isWarned = false;

  constructor(
    private readonly services: StorageParts,
    private readonly notices: Notices,
  ) {
    notices.adviseOnFull = () => services.storage.advise();
    void this.#recallOffer();
  }

  /** Whether more than nine tenths of the room are used. */
  get isNearlyFull(): boolean {
    return this.reading?.isNearlyFull === true;
  }

  /** Whether to offer, beside sources of so many bytes, that the data be kept. */
  offersToKeep(sourceBytes: number): boolean {
    return !this.#isOfferSettled && sourceBytes > worthKeepingBytes && this.reading?.isPersisted === false;
  }

  /** Asks the browser anew; cheap. */
  async look(): Promise<void> {
    this.reading = await this.services.storage.readMeter();
  }

  /** Measures every part anew. */
  async measure(): Promise<void> {
    this.isMeasuring = true;
    try {
      const { parts, ...reading } = await this.services.storage.readUse();
      this.reading = reading;
      this.parts = parts;
    } catch (thrown) {
      this.notices.fail(thrown, 'Measuring the storage');
    } finally {
      this.isMeasuring = false;
    }
  }

  /** Asks the browser to keep the data until a person deletes it; a person pressed for it. */
  async keepData(): Promise<void> {
    this.isRefused = !(await this.services.storage.keepData());
    if (!this.isRefused) this.notices.tell('This browser keeps what is here until you delete it yourself.');
    await this.look();
  }

  /** Never offers again to keep the data; the card goes on to. */
  async dismissOffer(): Promise<void> {
    this.#isOfferSettled = true;
    try {
      await this.services.store.settings.save(offerSetting, 'dismissed');
    } catch (thrown) {
      this.notices.fail(thrown, 'Saving the settings');
    }
  }

  /** Deletes a part for good, and measures anew. */
  async remove(part: StoragePart): Promise<void> {
    try {
      await this.services.storage.remove(part);
      this.notices.tell(`${part.name} was deleted from this browser.`);
    } catch (thrown) {
      this.notices.fail(thrown, `Deleting ${part.name}`);
    }
    await this.measure();
  }

  /** Tells whether a model of web-llm's menu fits. */
  checkModel(buildId: string, label: string, downloadBytes: number): Promise<RoomAnswer> {
    return this.services.storage.checkModel(buildId, label, downloadBytes);
  }

  /** Looks every 10 seconds while something writes, and tells once when the room gets short. Returns how to stop. */
  watch(): () => void {
    const look = (): void => void this.#lookForShortage();
    look();
    const timer = setInterval(look, watchEveryMs);
    return () => clearInterval(timer);
  }

  async #lookForShortage(): Promise<void> {
    await this.look();
    const { reading, isNearlyFull: isShort } = this;
    if (isShort && !this.#isWarned && reading !== undefined) {
      const text = `The storage of this browser is nearly full: ${writeSize(reading.usageBytes)} are used, and little more fits. What is saved is safe, but the work will stop when the rest is full.`;
      this.notices.fail(new AppError('storage-full', text), '');
    }
    this.#isWarned = isShort;
  }

  async #recallOffer(): Promise<void> {
    const settled = await this.services.store.settings.read(offerSetting).catch(() => 'unknown');
    this.#isOfferSettled = settled !== undefined;
  }
}
