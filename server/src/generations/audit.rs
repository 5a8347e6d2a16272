//! The part of `ledger audit` that the ledger cannot know: each generation agrees with its hold.

use rusqlite::Connection;

/// Most disagreements that are listed.
const MAX_LISTED: usize = 1000;

/// Every disagreement between a generation and its hold, in words.
///
/// # Errors
/// When the tables cannot be read.
pub fn check(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    // A state says how its hold must stand: open while the generation is, committed when it succeeded, else voided.
    let mut statement = connection.prepare(
        "SELECT 'generation ' || generation.id || ' is ' || generation.state || ', its hold ' || generation.hold || ' is '
                || coalesce(hold.state, 'not there')
         FROM generation LEFT JOIN hold ON hold.id = generation.hold
         WHERE hold.state IS NOT CASE generation.state
             WHEN 'QUEUED' THEN 'held' WHEN 'RUNNING' THEN 'held' WHEN 'SUCCEEDED' THEN 'committed' ELSE 'voided' END
         UNION ALL
         SELECT 'generation ' || generation.id || ' of ' || generation.account || ' costs ' || generation.credits
                || ' credits, its hold ' || hold.id || ' of ' || account.id || ' has ' || hold.credits
         FROM generation JOIN hold ON hold.id = generation.hold JOIN account ON account.number = hold.account
         WHERE generation.account <> account.id OR generation.credits <> hold.credits
         UNION ALL
         SELECT 'hold ' || hold.id || ' is ' || hold.state || ' and belongs to no generation'
         FROM hold WHERE NOT EXISTS (SELECT 1 FROM generation WHERE generation.hold = hold.id)
         UNION ALL
         SELECT 'generation ' || generation.id || ' is ' || generation.state || ' with '
                || count(artifact.generation) || ' artifacts'
         FROM generation LEFT JOIN artifact ON artifact.generation = generation.id
         GROUP BY generation.id HAVING (generation.state = 'SUCCEEDED') <> (count(artifact.generation) > 0)
         LIMIT ?1",
    )?;
    let rows = statement.query_map([MAX_LISTED as i64], |row| row.get(0))?;
    rows.collect()
}
