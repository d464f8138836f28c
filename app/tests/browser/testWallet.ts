/** A wallet by the Wallet Standard that is put into the page: it signs here, with a keypair of the local network. */
import {
  address,
  appendTransactionMessageInstruction,
  compileTransactionMessage,
  decompileTransactionMessage,
  getCompiledTransactionMessageDecoder,
  getCompiledTransactionMessageEncoder,
  getTransactionDecoder,
  getTransactionEncoder,
  type KeyPairSigner,
  partiallySignTransaction,
  type TransactionMessageBytes,
} from '@solana/kit';
import type { Page } from 'playwright-core';

export type Behaviour =
  | 'approves'
  | 'refuses'
  /** Signs another amount than it was asked to. */
  | 'changes'
  /** Adds an instruction of the compute budget program, as wallets do. */
  | 'adds a fee'
  /** The same, of more than anybody wants to pay. */
  | 'adds a huge fee'
  /** Adds so much of what wallets add that it does not fit. */
  | 'adds too much'
  /** Signs something else altogether, of another network: its blockhash is not the page's. */
  | 'lies about the network';

export interface TestWallet {
  /** What it does from now on, after so many milliseconds, or once something has happened. */
  behave(behaviour: Behaviour, delay?: number | Promise<void>): void;
  /** Transactions that it was asked to sign. */
  asked(): number;
  /** Has these accounts from now on, and says so to the page. */
  switchTo(...addresses: string[]): Promise<void>;
}

/** Something that has not happened until it is let happen. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Connects the page with the test wallet by the button at the top; of several accounts the first acts. */
export async function connectTestWallet(page: Page): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Connect/ })
    .click();
  await page.getByRole('button', { name: 'Test wallet' }).click();
  await page.getByRole('button', { name: 'Disconnect the wallet' }).waitFor();
}

/** Registers the wallet in a page before anything in it runs. Its accounts are that of the signer, and of others if it has more. */
export async function addTestWallet(
  page: Page,
  signer: KeyPairSigner,
  chains: string[] = ['solana:localnet'],
  others: KeyPairSigner[] = [],
): Promise<TestWallet> {
  const signers = new Map([signer, ...others].map((each) => [each.address as string, each]));
  let [behaviour, delay, asked]: [Behaviour, number | Promise<void>, number] = ['approves', 0, 0];
  await page.exposeFunction('testWalletSigns', async (bytes: number[], by: string): Promise<number[]> => {
    asked += 1;
    await (typeof delay === 'number' ? new Promise((resolve) => setTimeout(resolve, delay as number)) : delay);
    if (behaviour === 'refuses') throw new Error('User rejected the request');
    return await signed(signers.get(by) ?? signer, Uint8Array.from(bytes), behaviour);
  });
  await page.addInitScript(register, { addresses: [...signers.keys()], chains, key: [...new Uint8Array(32)] });
  return {
    behave(next, wait = 0) {
      [behaviour, delay] = [next, wait];
    },
    asked: () => asked,
    switchTo: (...addresses) =>
      page.evaluate(
        (to) => window.dispatchEvent(new CustomEvent('test-wallet-switches', { detail: to })),
        addresses,
      ) as Promise<unknown> as Promise<void>,
  };
}

async function signed({ keyPair }: KeyPairSigner, bytes: Uint8Array, behaviour: Behaviour): Promise<number[]> {
  const transaction = getTransactionDecoder().decode(bytes);
  const messageBytes = changed(
    Uint8Array.from(transaction.messageBytes),
    behaviour,
  ) as unknown as TransactionMessageBytes;
  const done = await partiallySignTransaction([keyPair], { ...transaction, messageBytes });
  return [...getTransactionEncoder().encode(done)];
}

function changed(messageBytes: Uint8Array, behaviour: Behaviour): Uint8Array {
  const compiled = getCompiledTransactionMessageDecoder().decode(messageBytes);
  if (behaviour === 'approves' || !('instructions' in compiled)) return messageBytes;
  const encode = (message: object) =>
    new Uint8Array(getCompiledTransactionMessageEncoder().encode(message as typeof compiled));
  if (behaviour === 'adds too much') {
    const message = decompileTransactionMessage(compiled);
    const programAddress = address('L2TExMFKdjpN9kozasaurPirfHy9P8sbXoAN1qA3S95');
    const added = { programAddress, data: new Uint8Array(1_000) };
    return encode(compileTransactionMessage(appendTransactionMessageInstruction(added, message) as never));
  }
  if (behaviour === 'adds a fee' || behaviour === 'adds a huge fee') {
    const message = decompileTransactionMessage(compiled);
    // `SetComputeUnitPrice`: 1 micro-lamport per unit, or 2^40 more: 1,099,511 lamports per unit.
    const data = new Uint8Array([3, 1, 0, 0, 0, 0, behaviour === 'adds a fee' ? 0 : 1, 0, 0]);
    const budget = 'ComputeBudget111111111111111111111111111111';
    const isThere = compiled.instructions.some(({ data: bytes }) => bytes?.[0] === 3);
    const programAddress = budget as Parameters<typeof appendTransactionMessageInstruction>[0]['programAddress'];
    return isThere
      ? messageBytes
      : encode(
          compileTransactionMessage(appendTransactionMessageInstruction({ programAddress, data }, message) as never),
        );
  }
  if (behaviour === 'lies about the network')
    return encode({ ...compiled, lifetimeToken: '4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi' });
  const last = compiled.instructions.length - 1;
  const instructions = compiled.instructions.map((instruction, index) =>
    index === last
      ? { ...instruction, data: Uint8Array.from([...(instruction.data ?? []).slice(0, -8), 1, 0, 0, 0, 0, 0, 0, 0]) }
      : instruction,
  );
  return encode({ ...compiled, instructions });
}

/** Runs in the page. */
function register({ addresses, chains, key }: { addresses: string[]; chains: string[]; key: number[] }): void {
  const { testWalletSigns: signs } = window as unknown as {
    testWalletSigns(bytes: number[], by: string): Promise<number[]>;
  };
  const accountOf = (address: string) => ({
    address,
    publicKey: Uint8Array.from(key),
    chains,
    features: ['solana:signTransaction'],
  });
  let accounts: ReturnType<typeof accountOf>[] = [];
  const wallet = {
    version: '1.0.0',
    name: 'Test wallet',
    icon: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
    chains,
    get accounts() {
      return accounts;
    },
    features: {
      'standard:connect': {
        version: '1.0.0',
        connect: async () => {
          accounts = addresses.map(accountOf);
          return { accounts };
        },
      },
      'standard:disconnect': {
        version: '1.0.0',
        disconnect: async () => {
          accounts = [];
        },
      },
      'standard:events': {
        version: '1.0.0',
        on: (_: string, listener: () => void) => {
          const changed = (event: Event) => {
            accounts = (event as CustomEvent<string[]>).detail.map(accountOf);
            listener();
          };
          window.addEventListener('test-wallet-switches', changed);
          return () => window.removeEventListener('test-wallet-switches', changed);
        },
      },
      'solana:signTransaction': {
        version: '1.0.0',
        supportedTransactionVersions: ['legacy', 0],
        signTransaction: async (...inputs: { account: { address: string }; transaction: Uint8Array }[]) =>
          Promise.all(
            inputs.map(async ({ account, transaction }) => ({
              signedTransaction: Uint8Array.from(await signs([...transaction], account.address)),
            })),
          ),
      },
    },
  };
  const callback = ({ register }: { register(wallet: object): void }) => register(wallet);
  window.dispatchEvent(new CustomEvent('wallet-standard:register-wallet', { detail: callback }));
  window.addEventListener('wallet-standard:app-ready', (event) => callback((event as CustomEvent).detail));
}
