/** The README's page: it stakes, activates, unstakes and claims with what the README shows, and nothing else. */
import type { Address, KeyPairSigner } from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { toldToUser } from '../../examples/errors';
import { activateOffer, claimOffer, connect, positionsOf, stakeOffer, unstakeOffer } from '../../examples/plans';
import { formatAmount, STAKING_RECORD_SIZE, treeProofs } from '../../src/index';
import { DAY, EPOCH_REWARDS, ONE } from '../network/network';
import { finishEpoch, openPool, type Player, signer, startPlayer } from './player';

let player: Player;
let owner: KeyPairSigner;
let operatorPool: Address;

beforeAll(async () => {
  player = await startPlayer();
  owner = await signer(player, 'wallet-2');
  operatorPool = await openPool(player, await signer(player, 'wallet-1'), 2_000n * ONE);
});
afterAll(() => player?.network.stop());

test('a page stakes, activates, unstakes and claims', async () => {
  const { network } = player;
  const chain = connect(network.rpcUrl, network.webSocketUrl);
  const staking = await stakeOffer(chain, owner, operatorPool, '1.5');
  const { rpc } = player.chain;
  const rent = await rpc.getMinimumBalanceForRentExemption(BigInt(STAKING_RECORD_SIZE)).send();
  const costs = `5000 lamports and a rent of ${rent} lamports for a record, which closing it gives back`;
  expect(staking.text).toBe(`Stakes 1.5 tokens for ${costs}, earns from epoch 2`);
  expect((await staking.send()).length).toBe(1);
  const refused = await stakeOffer(chain, owner, operatorPool, '1000000').catch((error: unknown) => error);
  expect(toldToUser(refused)).toContain('were to be staked');

  const of = { owner: owner.address, operatorPool };
  const early = await activateOffer(chain, owner, of, treeProofs([])).catch((error: unknown) => error);
  expect(toldToUser(early)).toContain('Nothing of the record is ripe');
  const leaf = { pool: operatorPool, reward: EPOCH_REWARDS, usdc: 100n * ONE };
  const tree = await finishEpoch(player, 1n, [leaf]);
  const late = await activateOffer(chain, owner, of, treeProofs([])).catch((error: unknown) => error);
  expect(toldToUser(late)).toContain('epoch 1 is not accrued');
  const activation = await activateOffer(chain, owner, of, treeProofs([tree]));
  // 1,500,000 / 5.5 = 272,727.2 shares, of which 272,727 cost 1,499,998.5, rounded up.
  expect(activation.text).toBe('Activates 0.272727 shares');
  await activation.send();
  expect(await positionsOf(chain, owner.address)).toEqual([
    'my pool: 1.499998 tokens, 0.000001 activating, 0 to be claimed, 0 in cooldown, 0 USDC',
  ]);

  const next = await finishEpoch(player, 2n, [{ ...leaf, usdc: 0n }]);
  const losing = await unstakeOffer(chain, owner, operatorPool);
  expect(losing.text).toContain(' tokens, WITHOUT what epoch 2 pays (no source of proofs is given), to be claimed');
  const leaving = await unstakeOffer(chain, owner, operatorPool, treeProofs([next]));
  // 272,727 of 2,000,272,727 shares of 11,000 + 1.499999 + 9,000 tokens, and the base unit that bought none.
  const tokens = formatAmount((272_727n * 20_001_499_999n) / 2_000_272_727n + 1n, 6);
  expect(leaving.text).toMatch(new RegExp(`^Unstakes ${tokens} tokens, to be claimed from 20`));
  await leaving.send();
  const left = (claimable: string, cooling: string) =>
    `my pool: 0 tokens, 0 activating, ${claimable} to be claimed, ${cooling} in cooldown, 0 USDC`;
  expect(await positionsOf(chain, owner.address)).toEqual([left('0', tokens)]);
  expect((await claimOffer(chain, owner)).text).toBe('Nothing can be claimed');
  await network.travel(7n * DAY);
  expect(await positionsOf(chain, owner.address)).toEqual([left(tokens, '0')]);
  const claims = await claimOffer(chain, owner);
  expect(claims.text).toBe(`Claims ${tokens} tokens and 0 USDC`);
  expect((await claims.send()).length).toBe(1);
  expect(await positionsOf(chain, owner.address)).toEqual([left('0', '0')]);
});
