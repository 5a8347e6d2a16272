// What the server says, loaded when it is needed.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { attempt, get, message, post, Problem } from "./api";
import type { Page } from "./types";

export interface Loaded<T> {
  value: T | null;
  error: string | null;
  reload: () => void;
}

/** Loads by `load`, and again when `key` changes. */
export function useLoaded<T>(load: () => Promise<T>, key: string): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: string | null }>({ value: null, error: null });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let here = true;
    load().then(
      (value) => here && setState({ value, error: null }),
      (error: unknown) => here && setState({ value: null, error: message(error) }),
    );
    return () => {
      here = false;
    };
  }, [key, round]);
  const reload = useCallback(() => setRound((round) => round + 1), []);
  return { ...state, reload };
}

export const useGet = <T>(path: string): Loaded<T> => useLoaded(() => get<T>(path), path);

/** What may not be there: null where the server has nothing at the path. */
export async function getIfThere<T>(path: string): Promise<T | null> {
  try {
    return await get<T>(path);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

export interface List<T> {
  rows: T[] | null;
  more: (() => void) | null;
  error: string | null;
  reload: () => void;
}

/** A list of the API, page by page; another one when `path` changes. */
export function useList<T>(path: string, limit = 20): List<T> {
  const [rows, setRows] = useState<T[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const asked = useRef(path);
  const load = useCallback(
    async (cursor: string | null) => {
      // Whoever chose another list meanwhile does not want this one.
      const wanted = () => asked.current === path;
      try {
        const query = `limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`;
        const page = await get<Page<T>>(`${path}${path.includes("?") ? "&" : "?"}${query}`);
        if (!wanted()) return;
        setRows((rows) => (cursor ? [...(rows ?? []), ...page.data] : page.data));
        setNext(page.next);
        setError(null);
      } catch (error) {
        if (wanted()) setError(message(error));
      }
    },
    [path, limit],
  );
  const reload = useCallback(() => void load(null), [load]);
  useEffect(() => {
    if (asked.current !== path) {
      asked.current = path;
      setRows(null);
      setNext(null);
    }
    reload();
  }, [reload]);
  return { rows, more: next ? () => void load(next) : null, error, reload };
}

/**
 * Posts what must not be done twice. Pressed again, it has the same name, and another one once the server did or refused it, or when
 * something else is asked for than before: `asked` is all that makes the request.
 */
export function useAttempt(asked: unknown[]): <T>(path: string, body: unknown) => Promise<T> {
  const name = useRef(attempt());
  useEffect(() => {
    name.current = attempt();
  }, asked);
  return async <T>(path: string, body: unknown) => {
    try {
      const answer = await post<T>(path, body, name.current);
      name.current = attempt();
      return answer;
    } catch (error) {
      // An answer that was lost or is no refusal may be of something that was done.
      const refused = error instanceof Problem && error.status >= 400 && error.status < 500;
      if (refused && error.code !== "idempotency_key_in_flight") name.current = attempt();
      throw error;
    }
  };
}

export interface Task {
  busy: boolean;
  error: string | null;
  run: (work: () => Promise<void>) => void;
}

/** Something that a button does: once at a time, with its error shown. */
export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const working = useRef(false);
  const run = useCallback((work: () => Promise<void>) => {
    if (working.current) return;
    working.current = true;
    setBusy(true);
    setError(null);
    work()
      .catch((error: unknown) => setError(message(error)))
      .finally(() => {
        working.current = false;
        setBusy(false);
      });
  }, []);
  return { busy, error, run };
}
