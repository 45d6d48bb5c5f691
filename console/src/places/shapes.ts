// The names by which these pages know the server's types, and what stands inside a plate.
import type { components } from '../api/schema'

type Schemas = components['schemas']
export type PlaceStep = Schemas['PlaceStep']
export type InspectionRecord = Schemas['InspectionRecord']
export type CheckList = Schemas['CheckListView']
export type CheckItem = Schemas['CheckItemView']
export type Plan = Schemas['InspectionPlan']
export type PlanInput = Schemas['PlanInput']
export type CoverageRow = Schemas['CoverageRow']
export type DuePlace = Schemas['DuePlace']
export type HangingPlate = Schemas['HangingPlate']
export type PlateHealth = Schemas['PlateHealth']
export type QuietPlace = Schemas['QuietPlace']
export type LabelLayout = Schemas['LabelLayout']
export type LabelSheet = Schemas['LabelSheetView']
export type Label = Schemas['Label']
export type ImportedPlaces = Schemas['ImportedPlaces']
export type ScannedPlate = Schemas['ScannedPlate']
export type PlaceScans = Schemas['PlaceScans']

/** 点位码状态 (crates/domain/src/place/register.rs). */
export interface PlateState { state: 'printed' | 'active' | 'revoked'; at?: string; done_at?: string; distance_m?: number | null; limit_m?: number; reason?: string; replaced_by?: string | null }
/** 标牌巡查 (crates/domain/src/place/register.rs). */
export interface PlateCheck { at: string; done_at?: string; condition: string }

export const SYSTEMS = ['cgcs2000', 'wgs84', 'gcj02', 'bd09'] as const
export const PARTY_KINDS = ['company', 'property', 'owner', 'government', 'unknown'] as const
export const CONDITIONS = ['fine', 'covered', 'damaged', 'gone'] as const
export const PERIODS = ['week', 'month', 'quarter', 'half_year', 'year'] as const
