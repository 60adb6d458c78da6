package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadOrderTest {

    @Test
    void visitsTheMiddleBeforeTheQuartersAndTheseBeforeTheEighths() {
        assertThat(SpreadOrder.of(8)).containsExactly(0L, 4L, 2L, 6L, 1L, 5L, 3L, 7L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 7, 8, 9, 1000})
    void visitsEachPlaceOnce(long count) {
        assertThat(SpreadOrder.of(count).boxed())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, count).boxed().toList());
    }
}
