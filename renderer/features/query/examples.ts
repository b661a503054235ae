/** Questions to begin with. They run on whatever is there. */
export const examples = [
  {
    name: 'People of each account',
    sql: `SELECT account, count(*) AS people, count(left_because) AS left_it
FROM people
GROUP BY account`,
  },
  {
    name: 'New people by month',
    sql: `SELECT strftime('%Y-%m-01', created_at) AS month, count(*) AS new_people
FROM people
WHERE created_at IS NOT NULL
GROUP BY month
ORDER BY month`,
  },
  {
    name: 'Who left, and why',
    sql: `SELECT account, left_because, count(*) AS people
FROM people
WHERE left_because IS NOT NULL
GROUP BY account, left_because
ORDER BY people DESC`,
  },
  {
    name: 'In one account, but left another',
    sql: `SELECT here.email, here.account AS still_in, gone.account AS left_in, gone.left_because
FROM people here
JOIN people gone ON gone.email = here.email AND gone.account <> here.account
WHERE here.left_because IS NULL AND gone.left_because IS NOT NULL`,
  },
  {
    name: 'Largest tags, forms and lists',
    sql: `SELECT name, kind, account, people
FROM audiences
ORDER BY people DESC
LIMIT 20`,
  },
  {
    name: 'What became of the rows of each run',
    sql: `SELECT run, outcome, count(*) AS rows
FROM run_rows
GROUP BY run, outcome
ORDER BY run DESC, rows DESC`,
  },
] as const
