/** Defaults of accounts that generated builders ask for. */
import type { Address, ProgramDerivedAddress } from '@solana/kit';

import { findProgramDataPda } from './generated/pdas/programData';

/** The loader's account that names the upgrade authority of the program that an instruction is for. */
export async function resolveProgramData(scope: {
  programAddress: Address;
}): Promise<{ value: ProgramDerivedAddress }> {
  return { value: await findProgramDataPda({ program: scope.programAddress }) };
}
