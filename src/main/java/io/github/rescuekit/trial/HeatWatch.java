package io.github.rescuekit.trial;

import io.github.rescuekit.model.Temperature;
import io.github.rescuekit.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Keeps an eye on the processors' temperature, and stops the load when they get too hot or when it goes blind. */
final class HeatWatch implements Load.Watch {

    // k10temp names no limit. Processors of today slow themselves down between 90 and 100 C.
    private static final double LIMIT_WHERE_NONE_IS_NAMED = 100;
    // coretemp leaves out a reading now and then; more in a row is a sensor that is gone.
    private static final int MOST_MISSED = 3;

    private final Supplier<List<Temperature>> sensors;
    private final Map<String, Integer> missed = new HashMap<>();
    private Optional<Temperature> hottest = Optional.empty();
    private Optional<Temperature> now = Optional.empty();
    private Optional<Judgement> alarm = Optional.empty();

    HeatWatch(Supplier<List<Temperature>> sensors) {
        this.sensors = sensors;
        read().forEach(it -> missed.put(it.sensor(), 0));
    }

    @Override
    public Optional<String> look(Duration since) {
        List<Temperature> temperatures = read();
        alarm = tooHot(temperatures, since).or(() -> lost(temperatures, since));
        return alarm.map(Judgement::summary);
    }

    /** Why it stopped the load; empty while all is well. */
    Optional<Judgement> alarm() {
        return alarm;
    }

    /** False when there was no sensor to watch from the beginning. */
    boolean sees() {
        return !missed.isEmpty();
    }

    /** The highest temperature of all sensors and looks. */
    Optional<Temperature> hottest() {
        return hottest;
    }

    /** The hottest sensor at the last look, for the operator. */
    String inWords() {
        return now.map(it -> ", " + Temperature.words(it.celsius())).orElse("");
    }

    private List<Temperature> read() {
        List<Temperature> temperatures = sensors.get();
        now = highest(temperatures);
        List<Temperature> all = new ArrayList<>(temperatures);
        hottest.ifPresent(all::add);
        hottest = highest(all);
        return temperatures;
    }

    private static Optional<Temperature> highest(List<Temperature> temperatures) {
        return temperatures.stream().max(Comparator.comparing(Temperature::celsius));
    }

    private static Optional<Judgement> tooHot(List<Temperature> temperatures, Duration since) {
        return temperatures.stream()
                .filter(it -> it.celsius() >= limit(it))
                .findFirst()
                .map(it -> Judgement.of(
                        Verdict.FAILED,
                        it.sensor() + " reached " + Temperature.words(it.celsius()) + " after " + since.toSeconds()
                                + " s, and its limit is " + Temperature.words(limit(it)) + ": stopped",
                        "have the cooling looked after before this machine works again: fans, dust, heat sinks"));
    }

    private static double limit(Temperature temperature) {
        return temperature.critical().orElse(LIMIT_WHERE_NONE_IS_NAMED);
    }

    private Optional<Judgement> lost(List<Temperature> temperatures, Duration since) {
        List<String> seen = temperatures.stream().map(Temperature::sensor).toList();
        missed.replaceAll((sensor, count) -> seen.contains(sensor) ? 0 : count + 1);
        String gone = missed.entrySet().stream()
                .filter(it -> it.getValue() >= MOST_MISSED)
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        return gone.isEmpty()
                ? Optional.empty()
                : Optional.of(Judgement.of(
                        Verdict.UNKNOWN,
                        "the temperature could no longer be read after " + since.toSeconds() + " s (" + gone
                                + "): stopped, because nothing would have seen the processors overheat",
                        "see 'sensors' and 'dmesg', then test again"));
    }
}
