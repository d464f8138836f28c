/** The shell: what is around every page. */
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';

import { OpenAction } from './actions/OpenAction';
import { ChainContext, connect, useChain } from './chain/connection';
import { ended, faultOf } from './chain/errors';
import { NetworkContext } from './chain/network';
import { queryClient, useNetworkQuery, useShownNetwork } from './chain/queries';
import { Boundary } from './components/Boundary';
import { CommandLine } from './components/CommandLine';
import { Age, Failed, Loading } from './components/States';
import { ThemeButton } from './components/ThemeButton';
import { EconomicsPage } from './pages/EconomicsPage';
import { NetworkPage } from './pages/NetworkPage';
import { PoolPage } from './pages/PoolPage';
import { PoolsPage } from './pages/PoolsPage';
import { SettingsPage } from './pages/SettingsPage';
import { WalletPage } from './pages/WalletPage';
import { keptScroll, linkTo, poolCommand, type Route, useRoute, walletCommand } from './route';
import { linkFaults, loadSettings, type Settings, saveSettings } from './settings';
import { WalletButton } from './wallet/WalletButton';
import { WalletProvider } from './wallet/WalletProvider';

export function App() {
  const [settings, setSettings] = useState(loadSettings);
  const [chain, queries] = useMemo(() => [connect(settings), queryClient()] as const, [settings]);
  const change = (changed: Settings) => {
    saveSettings(changed);
    setSettings(changed);
  };
  return (
    <ChainContext value={chain}>
      <QueryClientProvider client={queries}>
        <WalletProvider>
          <Shell settings={settings} onSettings={change} />
        </WalletProvider>
      </QueryClientProvider>
    </ChainContext>
  );
}

const PAGES = [
  { page: 'network', title: 'Network', href: linkTo.network },
  { page: 'pools', title: 'Pools', href: linkTo.pools },
  { page: 'wallet', title: 'Wallet', href: linkTo.wallet() },
  { page: 'economics', title: 'Economics', href: linkTo.economics },
  { page: 'settings', title: 'Settings', href: linkTo.settings },
] as const;

function Shell({ settings, onSettings }: { settings: Settings; onSettings: (settings: Settings) => void }) {
  const route = useRoute();
  const shown = route.page === 'pool' ? 'pools' : route.page;
  const main = useRef<HTMLElement>(null);
  const title = PAGES.find(({ page }) => page === shown)?.title ?? 'Not found';
  const isFirst = useRef(true);
  const place = JSON.stringify(route);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page, and nothing else, moves focus and title
  useEffect(() => {
    document.title = `${title} · Inference staking`;
    // A screen reader begins with the page that was asked for; a first visit begins at the top.
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
    window.scrollTo(0, keptScroll());
  }, [place]);
  return (
    <>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <header className="top">
        <a className="brand" href={linkTo.network}>
          <img src="./favicon.svg" alt="" width="28" height="28" /> Inference staking
        </a>
        <nav aria-label="Pages">
          {PAGES.map(({ page, title, href }) => (
            <a key={page} href={href} aria-current={shown === page ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <div className="top-end">
          <ThemeButton />
          <WalletButton />
        </div>
      </header>
      <Banners />
      <OpenAction place={place}>
        <main ref={main} tabIndex={-1}>
          <Boundary place={place}>
            <Page route={route} settings={settings} onSettings={onSettings} />
          </Boundary>
        </main>
      </OpenAction>
      <footer className="bottom">
        <p>
          Read in your browser from <span className="host">{hostOf(settings.rpcUrl)}</span>, a node that you can change
          in the <a href={linkTo.settings}>settings</a>. No server of this site, no tracking. Everything here can be
          done in the command line, <code>inference-staking</code>, too.
        </p>
      </footer>
    </>
  );
}

function Page({
  route,
  settings,
  onSettings,
}: {
  route: Route;
  settings: Settings;
  onSettings: (settings: Settings) => void;
}) {
  switch (route.page) {
    case 'network':
      return (
        <WithNetwork title="Network" command="status">
          <NetworkPage />
        </WithNetwork>
      );
    case 'pools':
      return (
        <WithNetwork title="Pools" command="pool list --open --sort stake">
          <PoolsPage />
        </WithNetwork>
      );
    case 'pool':
      return (
        <WithNetwork title="Pool" command={poolCommand(route.address)}>
          <PoolPage key={route.address} address={route.address} />
        </WithNetwork>
      );
    case 'wallet':
      return (
        <WithNetwork title="Wallet" command={walletCommand(route.address)}>
          <WalletPage address={route.address} />
        </WithNetwork>
      );
    case 'economics':
      return <EconomicsPage />;
    case 'settings':
      return <SettingsPage settings={settings} onSettings={onSettings} />;
    default:
      return (
        <section className="card">
          <h1>There is no such page</h1>
          <p>
            <a href={linkTo.network}>Network</a> is where to begin.
          </p>
        </section>
      );
  }
}

/** Shows a page once the network has been read, with what was read last while the node is gone. */
function WithNetwork({ title, command, children }: { title: string; command: string; children: ReactNode }) {
  const { settings } = useChain();
  const { error, refetch } = useNetworkQuery();
  const network = useShownNetwork();
  if (network) return <NetworkContext value={network}>{children}</NetworkContext>;
  return (
    <>
      <h1>{title}</h1>
      {error ? (
        <Failed error={error} retry={refetch} />
      ) : (
        <>
          <Loading what="the network" />
          <p className="muted">
            From {hostOf(settings.rpcUrl)}. If that takes long, name another node in the{' '}
            <a href={linkTo.settings}>settings</a>.
          </p>
        </>
      )}
      <CommandLine commands={[command]} title="See the same in the command line" />
    </>
  );
}

const LINK_NAMES: Record<keyof Settings, string> = {
  rpcUrl: 'the node',
  webSocketUrl: 'its WebSocket URL',
  proofServiceUrl: 'the proof service',
  programId: 'the program',
};

/** What everybody has to know, on every page. */
function Banners() {
  const { data, dataUpdatedAt, error } = useNetworkQuery();
  const { settings } = useChain();
  return (
    <aside aria-label="Notices">
      {data?.overview.isTestNetwork === 1 && (
        <p className="banner banner-test">
          <strong>Test network.</strong> Nothing here is real money.
        </p>
      )}
      {linkFaults().map(({ parameter, name, value }) => (
        <p key={parameter} className="banner banner-bad" role="alert">
          <strong>
            The link names “{value.slice(0, 60)}” as {LINK_NAMES[name]}, which it cannot be.
          </strong>{' '}
          Used instead: {settings[name] || (name === 'proofServiceUrl' ? 'none' : 'the usual one')}.
        </p>
      ))}
      {data && error && (
        <p className="banner banner-bad">
          <span role="alert">
            <strong>
              {ended(faultOf(error).message.replace(/^The node/, `The node at ${hostOf(settings.rpcUrl)}`))}
            </strong>{' '}
            What you see was read before, and its clock stands still. The page asks again every few seconds.
          </span>{' '}
          <Age of={dataUpdatedAt} />
        </p>
      )}
    </aside>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
