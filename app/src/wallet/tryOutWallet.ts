/** A wallet to try things out with on a local network. Its key stays in this tab and is gone with it; it signs for no other network. */
import {
  createKeyPairSignerFromPrivateKeyBytes,
  getTransactionDecoder,
  getTransactionEncoder,
  type KeyPairSigner,
  partiallySignTransaction,
} from '@solana/kit';
import type { SolanaSignTransactionFeature } from '@solana/wallet-standard-features';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import type { StandardConnectFeature } from '@wallet-standard/features';

export const TRY_OUT_WALLET = 'Try-out wallet';

const KEY = 'inference-staking-try-out';
const CHAIN = 'solana:localnet';
const ICON =
  'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCAyNCAyNCI+PHBhdGggZD0iTTMgN2gxNnYxMkgzek0zIDdsMTItNHY0TTE1IDExaDZ2NGgtNnoiIGZpbGw9Im5vbmUiIHN0cm9rZT0iIzVhNjdkOCIgc3Ryb2tlLXdpZHRoPSIyIi8+PC9zdmc+';

/** Whether a node is one of this machine, where nothing is worth anything. */
export function isLocal(rpcUrl: string): boolean {
  return URL.canParse(rpcUrl) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(rpcUrl).hostname);
}

export function tryOutWallet(): Wallet {
  let signer: KeyPairSigner | null = null;
  let accounts: readonly WalletAccount[] = [];
  const connect: StandardConnectFeature['standard:connect'] = {
    version: '1.0.0',
    async connect() {
      signer ??= await createKeyPairSignerFromPrivateKeyBytes(seed());
      const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', signer.keyPair.publicKey));
      accounts = [{ address: signer.address, publicKey, chains: [CHAIN], features: ['solana:signTransaction'] }];
      return { accounts };
    },
  };
  const sign: SolanaSignTransactionFeature['solana:signTransaction'] = {
    version: '1.0.0',
    supportedTransactionVersions: ['legacy', 0],
    async signTransaction(...inputs) {
      const { keyPair } = signer ?? (await createKeyPairSignerFromPrivateKeyBytes(seed()));
      return await Promise.all(
        inputs.map(async ({ transaction }) => {
          const signed = await partiallySignTransaction([keyPair], getTransactionDecoder().decode(transaction));
          return { signedTransaction: new Uint8Array(getTransactionEncoder().encode(signed)) };
        }),
      );
    },
  };
  return {
    version: '1.0.0',
    name: TRY_OUT_WALLET,
    icon: ICON,
    chains: [CHAIN],
    features: { 'standard:connect': connect, 'solana:signTransaction': sign },
    get accounts() {
      return accounts;
    },
  };
}

/** The same until the tab is closed. */
function seed(): Uint8Array {
  const kept = sessionStorage
    .getItem(KEY)
    ?.match(/../g)
    ?.map((byte) => Number.parseInt(byte, 16));
  const bytes = kept ? Uint8Array.from(kept) : crypto.getRandomValues(new Uint8Array(32));
  sessionStorage.setItem(KEY, Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''));
  return bytes;
}
