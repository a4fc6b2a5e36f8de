<?php
/** Basis data menurut .env, seperti kerangka kerja aslinya membacanya. */
function antrian_db(): mysqli
{
    $env = parse_ini_file(dirname(__DIR__) . '/.env', false, INI_SCANNER_RAW);
    mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
    return new mysqli($env['DB_HOST'], $env['DB_USERNAME'], trim($env['DB_PASSWORD'], '"'), $env['DB_DATABASE']);
}
