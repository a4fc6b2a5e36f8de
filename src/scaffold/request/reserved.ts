/**
 * Words that cannot be names of fields and entities: they become columns, properties and
 * variables, in this language or in the one the app is written in tomorrow.
 */

type Language = 'SQL' | 'JavaScript' | 'PHP';

const words: Record<Language, string> = {
  // https://www.postgresql.org/docs/17/sql-keywords-appendix.html and
  // of MariaDB 11.8 every word that it takes as no table or no column
  SQL: `all analyse analyze and any array as asc asymmetric authorization between binary both
    by call case cast change character check collate collation column condition constraint
    convert create cross current_date current_role current_time current_timestamp current_user
    cursor database databases default deferrable delayed delete desc describe distinct div do
    double drop each else elseif end enclosed escaped except exists exit explain fetch float for
    force foreign freeze from full fulltext function grant group having if ignore ilike in index
    infile initially inner inout insert int integer intersect interval into is isnull iterate
    join key keys kill lateral leading leave left like limit lines load localtime
    localtimestamp lock long loop match mod natural not notnull null numeric of off offset on
    only optimize option or order out outer over overlaps partition placing precision primary
    procedure range read real references release rename repeat replace require restrict return
    returning revoke right rows schema select session_user set show similar smallint some sql
    symmetric system_user table tablesample terminated then to trailing trigger true undo union
    unique unlock unsigned update usage use user using values varchar variadic verbose when
    where while window with write xor zerofill
    accessible add alter asensitive before bigint blob cascade char day_hour day_microsecond
    day_minute day_second dec decimal delete_domain_id deterministic distinctrow do_domain_ids
    dual float4 float8 high_priority hour_microsecond hour_minute hour_second
    ignore_domain_ids insensitive int1 int2 int3 int4 int8 linear longblob longtext
    low_priority master_demote_to_replica master_demote_to_slave maxvalue mediumblob mediumint
    mediumtext middleint minute_microsecond minute_second modifies no_write_to_binlog
    optionally outfile page_checksum parse_vcol_expr portion purge read_write reads recursive
    ref_system_id regexp resignal rlike row_number schemas second_microsecond sensitive
    separator signal spatial specific sql_after_gtids sql_before_gtids sql_big_result
    sql_buffer_result sql_cache sql_calc_found_rows sql_no_cache sql_small_result sqlexception
    sqlstate sqlwarning ssl starting stats_auto_recalc stats_persistent stats_sample_pages
    straight_join tinyblob tinyint tinytext utc_date utc_time utc_timestamp varbinary
    varcharacter varying vector year_month`,
  // https://tc39.es/ecma262/#prod-ReservedWord and names every object has
  JavaScript: `arguments async await break case catch class const continue debugger default delete
    do else enum eval export extends false finally for function if implements import in
    instanceof interface let new null package private protected public return static super
    switch this throw true try typeof undefined var void while with yield constructor prototype
    hasownproperty tostring valueof`,
  // https://www.php.net/manual/en/reserved.keywords.php
  PHP: `abstract and array as break callable case catch class clone const continue declare
    default die do echo else elseif empty enddeclare endfor endforeach endif endswitch endwhile
    eval exit extends final finally fn for foreach function global goto if implements include
    include_once instanceof insteadof interface isset list match namespace new or print private
    protected public readonly require require_once return static switch throw trait try unset
    use var while xor yield self parent int float bool string true false null void iterable
    object mixed never`,
};

const languagesOf = new Map<string, Language[]>();
for (const [language, text] of Object.entries(words) as [Language, string][]) {
  for (const word of text.split(/\s+/)) {
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);
  }
}

/** Languages in which `word` has a meaning of its own; empty when it is free. */
export function reservedIn(word: string): string[] {
  return languagesOf.get(word.toLowerCase()) ?? [];
}

/** Columns and form fields every record has, whatever the request says. */
export const ownNames = [
  'id',
  'ticket',
  'state',
  'created_at',
  'updated_at',
  'created_by',
  'note',
  'token',
  '_csrf',
  'version',
  'anonymised_at',
];

/** Tables of the app itself. */
export const ownTables = /^(app_|pg_|kysely_|record$)/;
