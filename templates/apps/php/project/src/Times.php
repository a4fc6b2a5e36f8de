<?php

declare(strict_types=1);

namespace App;

use DateTimeImmutable;
use DateTimeZone;

/** Moments: in UTC in the database, in words and the zone of TZ for people. */
final class Times
{
    private const array MONTHS = [
        'Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni',
        'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember',
    ];

    /** For the database, so many seconds from now. */
    public static function now(int $later = 0): string
    {
        return gmdate('Y-m-d H:i:s', time() + $later);
    }

    private static function local(string $moment): DateTimeImmutable
    {
        $zone = new DateTimeZone(date_default_timezone_get());
        return (new DateTimeImmutable($moment, new DateTimeZone('UTC')))->setTimezone($zone);
    }

    /** A moment: 17 Agu 2026, 10.00. */
    public static function time(string $moment): string
    {
        return self::day($moment) . ', ' . self::local($moment)->format('H.i');
    }

    /** The day of a moment, short: 17 Agu 2026. */
    public static function day(string $moment): string
    {
        $time = self::local($moment);
        $month = mb_substr(self::MONTHS[(int) $time->format('n') - 1], 0, 3);
        return $time->format('j') . " $month " . $time->format('Y');
    }

    /** For machines: 2026-08-17T03:00:00Z. */
    public static function iso(string $moment): string
    {
        return str_replace(' ', 'T', $moment) . 'Z';
    }

    /** A date without a time: 2026-08-17 → 17 Agustus 2026. */
    public static function date(string $date): string
    {
        [$year, $month, $day] = array_map(intval(...), explode('-', $date));
        return "$day " . self::MONTHS[$month - 1] . " $year";
    }

    /** The date of a moment in the zone of TZ: 2026-08-17. */
    public static function dateOf(string $moment): string
    {
        return self::local($moment)->format('Y-m-d');
    }

    /** 1825 → 5 tahun. */
    public static function period(int $days): string
    {
        return match (true) {
            $days % 365 === 0 => intdiv($days, 365) . ' tahun',
            $days % 30 === 0 => intdiv($days, 30) . ' bulan',
            default => "$days hari",
        };
    }
}
