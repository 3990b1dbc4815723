import {availableParallelism} from "node:os";
import {quoteIdent, type Database} from "../lib/duckdb.ts";

/** Something to do once all that it needs is done. */
export interface Task {
  readonly name: string;
  readonly needs: Iterable<string>;
  /** Reads what only the first connection sees. */
  readonly isBound?: boolean;
  readonly run: (db: Database) => Promise<void>;
}

/** Connections to one database that see the same relations, the builder's own first. */
export interface Lanes {
  readonly connections: readonly Database[];
  /** The first one alone sees the `src_` relations: they stand on temporary tables, which belong to one connection. */
  readonly areSourcesBound: boolean;
}

/** Small tables keep one core busy: two statements at a time fill two. More would share the same memory for little. */
const WIDTH = 2;

export function alone(db: Database): Lanes {
  return {connections: [db], areSourcesBound: false};
}

/** Opens other connections beside `db`, for the caller to close, and shows them its temporary views. */
export async function openLanes(db: Database, threads = availableParallelism()): Promise<Lanes> {
  const {n} = await db.one<{n: number}>("select count(*)::bigint as n from duckdb_tables() where temporary");
  const views = n > 0 ? [] : await db.rows<{sql: string}>("select sql from duckdb_views() where temporary and not internal");
  const {place} = await db.one<{place: string}>("select current_database() as place");
  const connections = [db];
  while (connections.length < Math.min(WIDTH, threads)) {
    const connection = await db.connect();
    connections.push(connection);
    await connection.run(`use ${quoteIdent(place)}`);
    for (const {sql} of views) await connection.run(sql);
  }
  return {connections, areSourcesBound: n > 0};
}

/** Whether what reads these relations must stay on the first connection. */
export function isBound(relations: ReadonlySet<string>, {areSourcesBound}: Lanes): boolean {
  return areSourcesBound && [...relations].some((name) => name.startsWith("src_"));
}

/**
 * Does every task, several at a time, each after those that it needs; names that no task bears count as done. Of the tasks that may start, the one
 * on which most others wait goes first. The first failure, in the order given, is thrown once what was running has ended.
 */
export async function runTasks(tasks: readonly Task[], lanes: readonly Database[]): Promise<void> {
  const names = new Set(tasks.map(({name}) => name));
  const waits = new Map(tasks.map((task) => [task, new Set([...task.needs].filter((name) => names.has(name) && name !== task.name))]));
  const followers = countFollowers(tasks, waits);
  const queue = [...tasks].sort((a, b) => (followers.get(b.name) ?? 0) - (followers.get(a.name) ?? 0));
  const failures: {task: Task; error: unknown}[] = [];
  const free = [...lanes];
  const running = new Set<Promise<void>>();
  const start = (task: Task, lane: Database): void => {
    queue.splice(queue.indexOf(task), 1);
    free.splice(free.indexOf(lane), 1);
    const ended = task.run(lane).then(
      () => { for (const wait of waits.values()) wait.delete(task.name); },
      (error: unknown) => { failures.push({task, error}); }
    ).finally(() => {
      running.delete(ended);
      free.push(lane);
      free.sort((a, b) => lanes.indexOf(a) - lanes.indexOf(b));
    });
    running.add(ended);
  };
  for (;;) {
    // The last lane chooses first among what any lane may do: the first one is kept for what is bound to it.
    for (const lane of failures.length > 0 ? [] : [...free].reverse()) {
      const task = queue.find((candidate) => waits.get(candidate)?.size === 0 && (!candidate.isBound || lane === lanes[0]));
      if (task) start(task, lane);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  const [failure] = failures.sort((a, b) => tasks.indexOf(a.task) - tasks.indexOf(b.task));
  if (failure) throw failure.error;
  if (queue.length > 0) throw new Error(`tasks that wait on each other: ${queue.map(({name}) => name).join(", ")}`);
}

/** How many tasks wait on each, directly or not; tasks come after what they need. */
function countFollowers(tasks: readonly Task[], waits: ReadonlyMap<Task, ReadonlySet<string>>): Map<string, number> {
  const followers = new Map(tasks.map(({name}) => [name, new Set<string>()]));
  for (const task of [...tasks].reverse()) {
    for (const need of waits.get(task) ?? []) {
      const set = followers.get(need);
      set?.add(task.name);
      for (const name of followers.get(task.name) ?? []) set?.add(name);
    }
  }
  return new Map([...followers].map(([name, set]) => [name, set.size]));
}
