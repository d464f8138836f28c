/** What a node says of a transaction that no program refused: its words, by the node's own name and by the code that kit makes of that. */
import {
  SOLANA_ERROR__INSTRUCTION_ERROR__COMPUTATIONAL_BUDGET_EXCEEDED,
  SOLANA_ERROR__TRANSACTION_ERROR__ACCOUNT_NOT_FOUND,
  SOLANA_ERROR__TRANSACTION_ERROR__ALREADY_PROCESSED,
  SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND,
  SOLANA_ERROR__TRANSACTION_ERROR__DUPLICATE_INSTRUCTION,
  SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_FEE,
  SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_RENT,
  SOLANA_ERROR__TRANSACTION_ERROR__PROGRAM_ACCOUNT_NOT_FOUND,
  type SolanaErrorCode,
} from '@solana/kit';

/** Of a node's error. */
export interface NodeError {
  code: SolanaErrorCode;
  words: string;
  /** The same before a wallet has signed, where its part of them would be wrong. */
  unsigned?: string;
}

/** Also where only the log says it. */
export const OUT_OF_COMPUTE_UNITS =
  'the transaction ran out of compute units, which instructions of the wallet may have taken: send it with `spareComputeUnits`, or use another wallet';

/** The same of a simulation. */
export const OUT_OF_ALL_COMPUTE_UNITS =
  'the transaction ran out of compute units, of which it had as many as one can have: send it in parts';

/** By the node's names. */
export const NODE_ERRORS: Readonly<Record<string, NodeError>> = {
  AccountNotFound: {
    code: SOLANA_ERROR__TRANSACTION_ERROR__ACCOUNT_NOT_FOUND,
    words: 'the fee payer has no SOL: fund it first',
  },
  InsufficientFundsForFee: {
    code: SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_FEE,
    words: 'the fee payer has too little SOL for the fee: fund it first',
  },
  InsufficientFundsForRent: {
    code: SOLANA_ERROR__TRANSACTION_ERROR__INSUFFICIENT_FUNDS_FOR_RENT,
    words: 'an account would be left with too little SOL for its rent: fund it first',
  },
  ProgramAccountNotFound: {
    code: SOLANA_ERROR__TRANSACTION_ERROR__PROGRAM_ACCOUNT_NOT_FOUND,
    words: 'the program is not deployed on this network, or only just: check the URL, or try again',
  },
  BlockhashNotFound: {
    code: SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND,
    words: 'the transaction was signed too late, its blockhash had expired, or the node is behind',
  },
  AlreadyProcessed: {
    code: SOLANA_ERROR__TRANSACTION_ERROR__ALREADY_PROCESSED,
    words: 'the node had the transaction already',
  },
  DuplicateInstruction: {
    code: SOLANA_ERROR__TRANSACTION_ERROR__DUPLICATE_INSTRUCTION,
    words:
      'the transaction sets its compute budget twice, since the wallet adds what it should replace: use another wallet',
    unsigned: 'the transaction sets its compute budget twice: leave it out of the instructions, it is added to them',
  },
  ComputationalBudgetExceeded: {
    code: SOLANA_ERROR__INSTRUCTION_ERROR__COMPUTATIONAL_BUDGET_EXCEEDED,
    words: OUT_OF_COMPUTE_UNITS,
    unsigned: OUT_OF_ALL_COMPUTE_UNITS,
  },
};
