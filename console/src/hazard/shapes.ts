// What stands inside a hazard, as the domain names it (crates/domain/src/hazard/state.rs, stage.rs). The API
// document calls these plain objects.
export interface Filing { number: string; category: string; grade: string; standard: string; party: string; party_unit: string | null; clause: string | null; by: string; at: string }
export interface Fulfilments { responsible: string; measures: boolean; funds_fen: number; planned_at: string; plan: boolean; at: string }
export interface Rating { solved: boolean; stars: number; at: string; by_desk: boolean }
export interface Request { ask: 'extension' | 'suspension'; until: string; cause?: string; review_at?: string; by: string; at: string }
export interface StageData { code: string; until?: string; review_at?: string; unit?: string; reason?: string; to?: { to: string; number: string | null }; order?: string; appealed_at?: string | null; dismissed_at?: string | null }
export interface Fix { distance_m: number | null; accuracy_m: number }
/** 时限 (crates/domain/src/calendar/limit.rs). */
export interface Limit { amount: number; unit: string }
/** 点位码状态 (crates/domain/src/place/register.rs). */
export interface CodeState { state: 'printed' | 'active' | 'revoked'; at?: string; distance_m?: number | null; reason?: string; replaced_by?: string | null }
/** 入账证明 (crates/store/src/prove.rs). */
export interface Inclusion { index: number; path: string[]; checkpoint: { checkpoint: { origin: string; size: number; root: string; at: string }; signature: string } }
export interface Accepted { by: string; at: string }
