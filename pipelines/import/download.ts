import {createHash} from "node:crypto";
import {closeSync, existsSync, fsyncSync, mkdirSync, openSync, readSync, rmSync, statSync, writeSync} from "node:fs";
import path from "node:path";
import {EnvHttpProxyAgent, fetch, type Dispatcher, type Response} from "undici";
import {EXIT, VigieError} from "../lib/errors.ts";
import {moveInto} from "../lib/files.ts";
import {formatBytes} from "../lib/format.ts";

export interface DownloadOptions {
  readonly userAgent: string;
  /** Requests in all, the first one included. */
  readonly attempts?: number;
  /** Waits before another request; a test gives one that only remembers. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Longest wait, whatever the server asks for, in milliseconds. */
  readonly longestWait?: number;
  /** Silence after which the server is given up, in milliseconds. */
  readonly patience?: number;
  readonly dispatcher?: Dispatcher;
  readonly onProgress?: (bytes: number) => void;
  /** Looks at the first lines before the file takes its place; throws when it is not the table expected. */
  readonly check?: (head: string, isWhole: boolean) => void;
  /** Larger files are refused: an open reference file of one département never is. */
  readonly largest?: number;
}

export interface Downloaded {
  readonly sha256: string;
  readonly bytes: number;
  readonly requests: number;
}

const DEFAULTS = {
  attempts: 5, longestWait: 120_000, patience: 120_000, largest: 2_000_000_000,
  wait: (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
};

/** A failure that another try may mend, with what the server asks to wait. */
class PassingFailure extends Error {
  readonly waitFor: number | undefined;
  constructor(message: string, waitFor?: number) {
    super(message);
    this.waitFor = waitFor;
  }
}

/** The way out that HTTP_PROXY, HTTPS_PROXY and NO_PROXY tell. */
export function proxyFromEnvironment(): Dispatcher {
  return new EnvHttpProxyAgent();
}

/**
 * Downloads a CSV file whole or not at all: written beside its place, checked (status, type, size, not a page), then renamed.
 * A cut is resumed where the server can do so (Range with its own validator) and started again where it cannot; 408, 429
 * and 5xx are tried again, later each time, as Retry-After asks.
 * @throws VigieError in French when the network or the server says no.
 */
export async function downloadCsv(url: string, target: string, options: DownloadOptions): Promise<Downloaded> {
  const settings = {...DEFAULTS, ...options};
  const partial = path.join(path.dirname(target), `.${path.basename(target)}.part`);
  mkdirSync(path.dirname(target), {recursive: true});
  rmSync(partial, {force: true});
  const state: Resume = {validator: undefined};
  let reason = "";
  try {
    for (let attempt = 1; attempt <= settings.attempts; attempt += 1) {
      try {
        await request(url, partial, state, settings);
        checkContent(partial, url, settings.check);
        const sha256 = hashFile(partial);
        const bytes = statSync(partial).size;
        moveInto(partial, target);
        return {sha256, bytes, requests: attempt};
      } catch (error) {
        if (!(error instanceof PassingFailure)) throw error;
        reason = error.message;
        if (attempt === settings.attempts) break;
        // 1, 2, 4, 8 seconds, unless the server names its own delay.
        await settings.wait(Math.min(settings.longestWait, error.waitFor ?? 1000 * 2 ** (attempt - 1)));
      }
    }
    throw new VigieError(`Le téléchargement a échoué après ${settings.attempts} essais : ${reason}\n  ${url}`, {
      exitCode: EXIT.failed,
      mend: "Réessayez plus tard ; derrière un proxy, donnez HTTPS_PROXY ; sinon téléchargez le fichier avec un navigateur et déposez-le dans entree/referentiels/."
    });
  } finally {
    rmSync(partial, {force: true});
  }
}

interface Resume {
  /** ETag or date that proves that the rest belongs to the same file; undefined when the server cannot resume. */
  validator: string | undefined;
}

type Settings = DownloadOptions & typeof DEFAULTS;

async function request(url: string, partial: string, state: Resume, settings: Settings): Promise<void> {
  const already = existsSync(partial) ? statSync(partial).size : 0;
  const isResuming = already > 0 && state.validator !== undefined;
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), settings.patience);
  const stillThere = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), settings.patience);
  };
  try {
    const response = await fetch(url, {
      headers: {
        "user-agent": settings.userAgent, accept: "text/csv",
        ...(isResuming ? {range: `bytes=${already}-`, "if-range": state.validator as string, "accept-encoding": "identity"} : {})
      },
      signal: abort.signal,
      ...(settings.dispatcher ? {dispatcher: settings.dispatcher} : {})
    });
    stillThere();
    await refuseStatus(response, url);
    const start = isResuming && response.status === 206 && response.headers.get("content-range")?.startsWith(`bytes ${already}-`) ? already : 0;
    if (response.status === 206 && start === 0) throw new PassingFailure("le serveur a répondu par un morceau qui n'est pas celui demandé");
    state.validator = validatorOf(response);
    await save(response, partial, start, settings, stillThere);
  } catch (error) {
    throw abort.signal.aborted ? new PassingFailure(`le serveur n'a plus rien envoyé pendant ${Math.round(settings.patience / 1000)} s`) : asPassing(error);
  } finally {
    clearTimeout(timer);
  }
}

function validatorOf(response: Response): string | undefined {
  // A compressed body cannot be resumed by the bytes of what it unfolds to.
  if (response.headers.get("accept-ranges") !== "bytes" || response.headers.get("content-encoding")) return undefined;
  const etag = response.headers.get("etag");
  return etag && !etag.startsWith("W/") ? etag : (response.headers.get("last-modified") ?? undefined);
}

async function refuseStatus(response: Response, url: string): Promise<void> {
  const {status} = response;
  if (status === 200 || status === 206) return;
  if ([408, 425, 429, 500, 502, 503, 504].includes(status)) {
    await response.body?.cancel();
    const meaning = status === 429 ? "le portail demande de ralentir (429)" : `le portail est en difficulté (${status})`;
    throw new PassingFailure(meaning, retryAfter(response.headers.get("retry-after")));
  }
  const detail = await saidByServer(response);
  const [meaning, mend] =
    status === 404 ? ["ce jeu de données n'existe pas, ou plus, à cette adresse (404)", "Cherchez son nouveau nom sur le portail, puis téléchargez-le avec un navigateur dans entree/referentiels/."]
    : status === 407 ? ["le proxy demande une identification (407)", "Donnez-la dans HTTPS_PROXY : http://utilisateur:motdepasse@proxy:port."]
    : status === 401 || status === 403 ? [`l'accès est refusé (${status})`, "Le réseau de l'établissement filtre peut-être ce site : demandez-en l'ouverture, ou téléchargez le fichier d'un autre poste."]
    : [`le portail a refusé la demande (${status})`, "Si cela dure, le portail a peut-être changé : téléchargez le fichier avec un navigateur."];
  throw new VigieError(`Téléchargement refusé : ${meaning}${detail ? ` — ${detail}` : ""}\n  ${url}`, {exitCode: EXIT.failed, mend});
}

/** The portal explains its refusals in a JSON `message`. */
async function saidByServer(response: Response): Promise<string> {
  try {
    const body: unknown = JSON.parse((await response.text()).slice(0, 10_000));
    const message = typeof body === "object" && body !== null && "message" in body ? body.message : undefined;
    return typeof message === "string" ? message.slice(0, 200) : "";
  } catch {
    return "";
  }
}

/** Retry-After in milliseconds: seconds or an HTTP date. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

async function save(response: Response, partial: string, start: number, settings: Settings, stillThere: () => void): Promise<void> {
  const announced = response.headers.get("content-encoding") ? undefined : numberOf(response.headers.get("content-length"));
  const type = response.headers.get("content-type") ?? "";
  if (/text\/html/i.test(type)) throw notCsv(response.url);
  const file = openSync(partial, start > 0 ? "a" : "w", 0o600);
  let received = 0;
  try {
    for await (const chunk of response.body ?? []) {
      stillThere();
      const bytes = chunk as Uint8Array;
      writeSync(file, bytes);
      received += bytes.length;
      if (start + received > settings.largest) throw new VigieError(`Le fichier dépasse ${formatBytes(settings.largest)} : ce n'est pas le référentiel attendu.\n  ${response.url}`);
      settings.onProgress?.(start + received);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (announced !== undefined && received !== announced) throw new PassingFailure(`le fichier est arrivé incomplet (${formatBytes(received)} sur ${formatBytes(announced)})`);
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function notCsv(url: string): VigieError {
  return new VigieError(`Le serveur a répondu par une page web au lieu du fichier CSV.\n  ${url}`, {
    exitCode: EXIT.failed,
    mend: "C'est souvent un proxy ou un portail d'établissement qui demande de s'identifier : ouvrez cette adresse dans un navigateur, ou donnez HTTPS_PROXY."
  });
}

/** The first bytes tell a page, an error in JSON or nothing at all from a table. */
function checkContent(partial: string, url: string, check: DownloadOptions["check"]): void {
  const {size} = statSync(partial);
  if (size === 0) throw new PassingFailure("le fichier est arrivé vide");
  const buffer = Buffer.alloc(64 * 1024);
  const file = openSync(partial, "r");
  let text: string;
  try {
    text = buffer.subarray(0, readSync(file, buffer)).toString("utf8").replace(/^\ufeff/, "").trimStart();
  } finally {
    closeSync(file);
  }
  if (/^<(!doctype|html|head|body|\?xml)/i.test(text)) throw notCsv(url);
  if (/^[{[]/.test(text)) throw new VigieError(`Le serveur a répondu par du JSON au lieu du fichier CSV : ${text.slice(0, 120)}\n  ${url}`, {mend: "Le portail a peut-être changé : téléchargez le fichier avec un navigateur."});
  check?.(text, size <= buffer.length);
}

function hashFile(file: string): string {
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(1 << 20);
  const handle = openSync(file, "r");
  try {
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) hash.update(buffer.subarray(0, read));
  } finally {
    closeSync(handle);
  }
  return hash.digest("hex");
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "le nom du serveur est introuvable : y a-t-il un accès à Internet ?",
  EAI_AGAIN: "le nom du serveur est introuvable : y a-t-il un accès à Internet ?",
  ECONNREFUSED: "le serveur, ou le proxy, refuse la connexion",
  ECONNRESET: "la connexion a été coupée",
  ENETUNREACH: "le réseau est injoignable",
  EHOSTUNREACH: "le serveur est injoignable",
  ETIMEDOUT: "le serveur ne répond pas",
  UND_ERR_SOCKET: "la connexion a été coupée",
  UND_ERR_CONNECT_TIMEOUT: "le serveur ne répond pas",
  UND_ERR_HEADERS_TIMEOUT: "le serveur ne répond pas",
  UND_ERR_BODY_TIMEOUT: "le serveur n'envoie plus rien",
  CERT_HAS_EXPIRED: "le certificat du serveur a expiré",
  SELF_SIGNED_CERT_IN_CHAIN: "le certificat n'est pas reconnu (proxy d'établissement ?) : donnez son autorité dans NODE_EXTRA_CA_CERTS",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "le certificat n'est pas reconnu (proxy d'établissement ?) : donnez son autorité dans NODE_EXTRA_CA_CERTS"
};

/** What undici says of the network, in French; errors of ours, and of the disk, go on as they are. */
function asPassing(error: unknown): unknown {
  if (error instanceof VigieError || error instanceof PassingFailure) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  if (code in REASONS) return new PassingFailure(REASONS[code] as string);
  if (code.startsWith("UND_ERR") || error instanceof TypeError) return new PassingFailure(`la connexion a été coupée (${code || (cause as Error).message})`);
  return error;
}
