import { onMount } from 'solid-js';
import { createGuard, type Guard } from './guard.ts';
import { isInSight } from './in-sight.ts';

/** A guard on the time of this page. */
export function pageGuard(): Guard {
  return createGuard(() => performance.now());
}

/** A click handler that acts only when the guard allows it, on what can be seen. */
export function guarded(guard: Guard, act: () => void): (event: MouseEvent) => void {
  return (event) => {
    if (guard.allows(event) && isInSight(event)) act();
  };
}

/** A key that is held down clicks a button over and over: only its first press counts. */
export function ignoreRepeats(event: KeyboardEvent): void {
  if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
}

/** Watches a surface's element for the pointer that moves over it. */
export function watchPointer(guard: Guard, element: () => HTMLElement | undefined): void {
  onMount(() => element()?.addEventListener('pointermove', () => guard.moved()));
}
