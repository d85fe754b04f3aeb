import { liveQuery } from 'dexie';

/** Something that can be listened to; calls back with every new result until unsubscribed. */
export interface Watched<Value> {
  subscribe(onValue: (value: Value) => void, onError: (thrown: unknown) => void): () => void;
}

/** Watches a store query: it runs again whenever a row it read has changed, in this tab or another. */
export function watch<Value>(query: () => Value | Promise<Value>): Watched<Value> {
  return {
    subscribe(onValue, onError) {
      const subscription = liveQuery(query).subscribe(onValue, onError);
      return () => subscription.unsubscribe();
    },
  };
}
