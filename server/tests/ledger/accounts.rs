//! Accounts, keys, and the pages of an account's journal.

use std::fs;

use server::ledger::{self, AccountId, Adjustment, Credits, EntryKind, Error, KeyId, Terms};

use crate::{database, day_0, grant};

#[test]
fn an_address_has_one_account_whatever_its_case() {
    let (_directory, database) = database();
    let first = database.write_blocking(|tx| ledger::create_account(tx, "Alice@Example.com", day_0())).expect("new");
    let again = database.write_blocking(|tx| ledger::create_account(tx, "alice@example.COM", day_0()));
    assert!(matches!(&again, Err(Error::EmailTaken { account, .. }) if *account == first), "{again:?}");
    let account = {
        let id = first.clone();
        database.write_blocking(move |tx| ledger::account(tx, &id)).expect("there")
    };
    assert_eq!(
        (account.email.as_str(), account.available, account.held),
        ("Alice@Example.com", Credits(0), Credits(0))
    );
    let all = database.write_blocking(ledger::accounts).expect("list");
    assert_eq!(all, [account]);
}

#[test]
fn what_does_not_exist_is_named() {
    let (_directory, database) = database();
    let nobody = || AccountId("acct_nobody".to_owned());
    let refused = database.write_blocking(move |tx| grant(tx, &nobody(), 10, day_0()));
    assert!(matches!(refused, Err(Error::NoSuchAccount(id)) if id == "acct_nobody"));
    let refused = database.write_blocking(move |tx| ledger::balance(tx, &nobody(), day_0()));
    assert!(matches!(refused, Err(Error::NoSuchAccount(_))));
    let refused = database.write_blocking(move |tx| ledger::hold(tx, &nobody(), Credits(10), day_0()));
    assert!(matches!(refused, Err(Error::NoSuchAccount(_))));
    let refused = database
        .write_blocking(|tx| ledger::void_hold(tx, &ledger::HoldId("hold_x".to_owned()), &Terms::default(), day_0()));
    assert!(matches!(refused, Err(Error::NoSuchHold(id)) if id == "hold_x"));
    let refused = database.write_blocking(|tx| ledger::revoke_key(tx, &KeyId("key_x".to_owned()), day_0()));
    assert!(matches!(refused, Err(Error::NoSuchKey(id)) if id == "key_x"));
}

#[test]
fn a_reason_is_needed() {
    let (_directory, database) = database();
    let refused = database.write_blocking(|tx| {
        let account = ledger::create_account(tx, "alice@example.com", day_0())?;
        let adjustment = Adjustment { reason: "  ".to_owned(), reference: None };
        ledger::grant(tx, &account, Credits(10), &adjustment, &Terms::default(), day_0())
    });
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
}

#[test]
fn a_key_works_until_it_is_revoked_and_is_nowhere_in_the_file() {
    let (directory, database) = database();
    let (account, key, other) = database
        .write_blocking(|tx| {
            let account = ledger::create_account(tx, "alice@example.com", day_0())?;
            let other = ledger::create_account(tx, "bob@example.com", day_0())?;
            Ok::<_, Error>((
                account.clone(),
                ledger::create_key(tx, &account, None, day_0())?,
                ledger::create_key(tx, &other, None, day_0())?,
            ))
        })
        .expect("key");
    let authenticate = |text: String| {
        database
            .write_blocking(move |tx| ledger::authenticate(tx, &text, day_0()))
            .expect("read")
            .map(|caller| caller.account)
    };
    assert_eq!(authenticate(key.0.clone()), Some(account.clone()));
    assert_eq!(authenticate(String::new()), None);
    assert_eq!(authenticate(key.0.to_uppercase()), None);
    assert!(!format!("{key:?}").contains(&key.0[5..]), "Debug shows the key");

    // Another key's secret under this key's name, with a checksum that fits, as an attacker can make one.
    let forged = forge(&key.0, &other.0);
    assert_eq!(authenticate(forged), None);

    let id = account.clone();
    let rows = database.write_blocking(move |tx| ledger::keys(tx, &id)).expect("list");
    let [row] = &rows[..] else { panic!("one key: {rows:?}") };
    assert_eq!(row.id.0.strip_prefix("key_"), Some(&key.0[5..21]));
    let id = row.id.clone();
    database.write_blocking(move |tx| ledger::revoke_key(tx, &id, day_0())).expect("revoke");
    assert_eq!(authenticate(key.0.clone()), None);

    drop(database);
    let file = fs::read(directory.path().join("ledger.sqlite3")).expect("closed and whole");
    let secret = &key.0.as_bytes()[21..73];
    assert!(!file.windows(secret.len()).any(|bytes| bytes == secret), "the secret is in the file");
}

/// `name`'s prefix and id with `secret`'s secret, and the checksum of both.
fn forge(name: &str, secret: &str) -> String {
    use sha2::Digest as _;
    let text = format!("{}{}", &name[..21], &secret[21..73]);
    let digest = sha2::Sha256::digest(&text);
    let bits = digest.iter().take(4).fold(0u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 2;
    let alphabet = b"0123456789abcdefghjkmnpqrstvwxyz";
    let sum: String = (0..6).rev().map(|at| char::from(alphabet[(bits >> (5 * at) & 31) as usize])).collect();
    format!("{text}{sum}")
}

#[test]
fn pages_of_the_journal_are_whole_and_do_not_shift() {
    let (_directory, database) = database();
    database
        .write_blocking(|tx| {
            let account = ledger::create_account(tx, "alice@example.com", day_0())?;
            grant(tx, &account, 15, day_0())?;
            grant(tx, &account, 15, day_0())?;
            let hold = ledger::hold(tx, &account, Credits(20), day_0())?;
            ledger::commit_hold(tx, &hold, day_0())?;
            grant(tx, &account, 1, day_0())?;

            let all = ledger::entries(tx, &account, None, 100)?;
            assert_eq!(all.next, None);
            assert_eq!(all.data.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
            let held = &all.data[2];
            assert_eq!((held.kind, held.credits, held.hold.as_ref()), (EntryKind::Hold, Credits(20), Some(&hold)));
            assert_eq!(held.lots.iter().map(|share| share.credits.0).collect::<Vec<_>>(), [15, 5]);
            assert_eq!((held.available, held.held), (Credits(10), Credits(20)));
            assert_eq!(all.data[4].reason.as_deref(), Some("test"));

            let first = ledger::entries(tx, &account, None, 2)?;
            // Something happens while the reader turns the page.
            grant(tx, &account, 1, day_0())?;
            let second = ledger::entries(tx, &account, first.next.as_deref(), 2)?;
            let third = ledger::entries(tx, &account, second.next.as_deref(), 2)?;
            assert_eq!(third.next, None);
            assert_eq!([first.data, second.data, third.data].concat(), all.data);

            for cursor in ["", "x", "ZW50cnk6", "!!!!"] {
                let refused = ledger::entries(tx, &account, Some(cursor), 2);
                assert!(matches!(refused, Err(Error::Invalid(_))), "{cursor:?}");
            }
            assert!(matches!(ledger::entries(tx, &account, None, 0), Err(Error::Invalid(_))));
            Ok::<_, Error>(())
        })
        .expect("write");
}
