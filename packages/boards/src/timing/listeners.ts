/** A set of callbacks; adding gives back the function that removes. */
export interface Listeners<T> {
  add(listener: (value: T) => void): () => void;
  tell(value: T): void;
}

/** Listeners added or removed while telling take effect with the next value. */
export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener) {
      // Each call gets its own entry, so that the same function added twice is removed once.
      const entry = (value: T) => listener(value);
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    tell(value) {
      for (const listener of [...listeners]) listener(value);
    },
  };
}
