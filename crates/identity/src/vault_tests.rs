use super::*;
use crate::entropy::SeededEntropy;
use proptest::prelude::*;

const RECORD: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
const DISTRICT: &str = "430406";

fn vault(seed: u64) -> Vault {
    let entropy = Arc::new(SeededEntropy::new(seed));
    Vault::new(&KeyRing::generate(&*entropy).unwrap(), entropy)
}

fn zhang() -> Reporter {
    Reporter {
        name: Some("张试样".into()),
        phone: Some("138 1234 5678".into()),
        contact: None,
        note: Some("住三楼".into()),
    }
}

fn fields() -> impl Strategy<Value = Reporter> {
    let field = || prop::option::of("\\PC{0,120}");
    (field(), field(), field(), field()).prop_map(|(name, phone, contact, note)| Reporter {
        name,
        phone,
        contact,
        note,
    })
}

#[test]
fn nothing_readable_is_stored() {
    let sealed = vault(1).seal(RECORD, DISTRICT, &zhang()).unwrap();
    let stored =
        [sealed.wrapped_key.clone().unwrap(), sealed.nonce.clone(), sealed.ciphertext.clone()].concat();
    for secret in ["张试样", "12345678", "1234", "住三楼"] {
        assert!(!stored.windows(secret.len()).any(|w| w == secret.as_bytes()));
    }
}

#[test]
fn the_length_does_not_tell_what_is_filled() {
    let (full, empty) = (zhang(), Reporter::default());
    let length = |r: &Reporter| vault(1).seal(RECORD, DISTRICT, r).unwrap().ciphertext.len();
    assert_eq!(length(&full), length(&empty));
    assert!(empty.is_empty() && !full.is_empty());
}

#[test]
fn debug_shows_no_field() {
    let (reporter, vault) = (zhang(), vault(1));
    assert_eq!(format!("{reporter:?}"), "Reporter(name: true, phone: true, contact: false, note: true)");
    assert_eq!(format!("{vault:?}"), "Vault(…)");
}

#[test]
fn a_record_opens_in_its_own_place_only() {
    let vault = vault(1);
    let sealed = vault.seal(RECORD, DISTRICT, &zhang()).unwrap();
    let other = Uuid::from_u128(2);
    assert_eq!(vault.open(RECORD, DISTRICT, &sealed), Ok(zhang()));
    assert_eq!(vault.open(other, DISTRICT, &sealed), Err(VaultError::NotAuthentic));
    assert_eq!(vault.open(RECORD, "430407", &sealed), Err(VaultError::NotAuthentic));
    assert_eq!(self::vault(2).open(RECORD, DISTRICT, &sealed), Err(VaultError::NotAuthentic));
}

#[test]
fn parts_of_two_records_do_not_mix() {
    let vault = vault(1);
    let one = vault.seal(RECORD, DISTRICT, &zhang()).unwrap();
    let two = vault.seal(RECORD, DISTRICT, &zhang()).unwrap();
    assert_ne!(one.ciphertext, two.ciphertext);
    let mixed = SealedRecord { wrapped_key: two.wrapped_key, ..one };
    assert_eq!(vault.open(RECORD, DISTRICT, &mixed), Err(VaultError::NotAuthentic));
}

#[test]
fn an_erased_record_stays_shut() {
    let vault = vault(1);
    let mut sealed = vault.seal(RECORD, DISTRICT, &zhang()).unwrap();
    sealed.erase();
    assert_eq!(sealed.wrapped_key, None);
    assert_eq!(vault.open(RECORD, DISTRICT, &sealed), Err(VaultError::Erased));
    assert_eq!(vault.rewrap(RECORD, DISTRICT, &sealed), Err(VaultError::Erased));
}

#[test]
fn rotation_reads_the_old_and_rewraps_without_touching_the_ciphertext() {
    let dir = std::env::temp_dir().join(format!("mashang-vault-{}", std::process::id()));
    let entropy = Arc::new(SeededEntropy::new(1));
    let old_ring = KeyRing::create(&dir, &*entropy).unwrap();
    let new_ring = KeyRing::rotate(&dir, KeyName::Vault, &*entropy).unwrap();
    std::fs::remove_dir_all(&dir).unwrap();

    let (old, new) = (Vault::new(&old_ring, entropy.clone()), Vault::new(&new_ring, entropy));
    let sealed = old.seal(RECORD, DISTRICT, &zhang()).unwrap();
    assert!(!old.needs_rewrap(&sealed) && new.needs_rewrap(&sealed));
    assert_eq!(new.open(RECORD, DISTRICT, &sealed), Ok(zhang()));

    let rewrapped = new.rewrap(RECORD, DISTRICT, &sealed).unwrap();
    assert_eq!((rewrapped.kek_version, &rewrapped.ciphertext), (2, &sealed.ciphertext));
    assert!(!new.needs_rewrap(&rewrapped));
    assert_eq!(new.open(RECORD, DISTRICT, &rewrapped), Ok(zhang()));
    assert_eq!(old.open(RECORD, DISTRICT, &rewrapped), Err(VaultError::UnknownKey(2)));
}

#[test]
fn a_phone_is_found_however_it_is_written_within_its_district() {
    let vault = vault(1);
    let index = vault.blind_phone(DISTRICT, "13812345678").unwrap();
    assert_eq!(vault.blind_phone(DISTRICT, "+86 138-1234-5678"), Some(index));
    assert_ne!(vault.blind_phone(DISTRICT, "13812345679"), Some(index));
    assert_ne!(vault.blind_phone("430407", "13812345678"), Some(index));
    assert_ne!(self::vault(2).blind_phone(DISTRICT, "13812345678"), Some(index));
    assert_eq!(vault.blind_phone(DISTRICT, "no number"), None);
}

#[test]
fn masks_show_the_least() {
    assert_eq!(zhang().masked_phone().as_deref(), Some("138****5678"));
    assert_eq!(zhang().masked_name().as_deref(), Some("张**"));
    let mut short = Reporter::default();
    short.name = Some("张".into());
    assert_eq!(short.masked_name().as_deref(), Some("张*"));
    assert_eq!(Reporter::default().masked_name(), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_opens(reporter in fields()) {
        let vault = vault(1);
        let sealed = vault.seal(RECORD, DISTRICT, &reporter).unwrap();
        prop_assert_eq!(vault.open(RECORD, DISTRICT, &sealed), Ok(reporter));
    }

    #[test]
    fn any_flipped_bit_is_found(at in any::<prop::sample::Index>(), bit in 0u8..8, part in 0usize..3) {
        let vault = vault(1);
        let mut sealed = vault.seal(RECORD, DISTRICT, &zhang()).unwrap();
        let bytes = match part {
            0 => sealed.wrapped_key.as_mut().unwrap(),
            1 => &mut sealed.nonce,
            _ => &mut sealed.ciphertext,
        };
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert_eq!(vault.open(RECORD, DISTRICT, &sealed), Err(VaultError::NotAuthentic));
    }

    #[test]
    fn cut_parts_are_found(keep in 0usize..24) {
        let vault = vault(1);
        let sealed = vault.seal(RECORD, DISTRICT, &zhang()).unwrap();
        let cut = |bytes: &[u8]| bytes[..keep].to_vec();
        let short_key = SealedRecord { wrapped_key: sealed.wrapped_key.as_deref().map(cut), ..sealed.clone() };
        let short_nonce = SealedRecord { nonce: cut(&sealed.nonce), ..sealed.clone() };
        let short_text = SealedRecord { ciphertext: cut(&sealed.ciphertext), ..sealed.clone() };
        for damaged in [short_key, short_nonce, short_text] {
            prop_assert_eq!(vault.open(RECORD, DISTRICT, &damaged), Err(VaultError::NotAuthentic));
        }
    }

    #[test]
    fn decoding_arbitrary_bytes_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = Reporter::decode(&bytes);
    }
}
