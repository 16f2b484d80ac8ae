package orion.core.configuration;

import java.util.Locale;

/// Days as people write them. The calendar of the JDK is in the package of its clocks, which core must not touch.
final class CalendarDay {
    private static final long DAY_SECONDS = 86_400;
    private static final int[] MONTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private CalendarDay() {}

    /// The day in UTC of a time in seconds since 1970, not before: `2027-02-21`.
    static String of(long seconds) {
        long left = seconds / DAY_SECONDS;
        int year = 1970;
        while (left >= days(year)) {
            left -= days(year);
            year++;
        }
        int month = 1;
        while (left >= days(year, month)) {
            left -= days(year, month);
            month++;
        }
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, left + 1);
    }

    private static int days(int year) {
        return isLeap(year) ? 366 : 365;
    }

    private static int days(int year, int month) {
        return MONTHS[month - 1] + (month == 2 && isLeap(year) ? 1 : 0);
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }
}
