package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Inventory;
import io.github.rescuekit.model.MemoryModule;
import io.github.rescuekit.model.NetworkCard;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import oshi.hardware.Baseboard;
import oshi.hardware.CentralProcessor;
import oshi.hardware.ComputerSystem;
import oshi.hardware.Firmware;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.hardware.PhysicalMemory;
import oshi.hardware.Sensors;

class OshiInventoryTest {

    private static final PhysicalMemory MODULE = new PhysicalMemory(
            "P0_Node0_Channel0_Dimm0/DIMM_A1",
            Bytes.gib(16).count(),
            3_200_000_000L,
            "Samsung",
            "DDR4",
            "M393A2K43DB3-CWE",
            "17C4B2A3");
    private static final PhysicalMemory MODULE_WITHOUT_NAMES = new PhysicalMemory(
            "Not Specified/Not Specified", Bytes.gib(8).count(), 0, "unknown", "Unknown", "Not Specified", "NO DIMM");
    private static final NetworkIF CARD = answering(
            NetworkIF.class,
            Map.of(
                    "getName",
                    "eth0",
                    "getMacaddr",
                    "02:00:00:00:00:01",
                    "getSpeed",
                    1_000_000_000L,
                    "getIfOperStatus",
                    NetworkIF.IfOperStatus.UP,
                    "getIPv4addr",
                    new String[] {"192.0.2.2"},
                    "getIPv6addr",
                    new String[] {"2001:db8::2"}));

    private final Map<String, Object> board = new HashMap<>(Map.of(
            "getManufacturer", "Supermicro",
            "getModel", "X11SCL-F",
            "getVersion", "1.02",
            "getSerialNumber", "ZM19AS000001"));
    private List<PhysicalMemory> modules = List.of(MODULE);
    private List<NetworkIF> cards = List.of(CARD);
    private Map<String, Object> sensors =
            Map.of("getCpuTemperature", 45.4, "getCpuVoltage", 1.1, "getFanSpeeds", new int[] {1200, 0});

    @Test
    void tellsWhatIsBuiltIn() {
        Inventory inventory = look();

        assertThat(inventory.board()).contains("Supermicro X11SCL-F 1.02");
        assertThat(inventory.boardSerial()).contains("ZM19AS000001");
        assertThat(inventory.firmware()).contains("American Megatrends Inc. 1.4 2020-08-05");
        assertThat(inventory.processor()).contains("Intel(R) Xeon(R) E-2236 CPU @ 3.40GHz");
        assertThat(inventory.packages()).isEqualTo(1);
        assertThat(inventory.cores()).isEqualTo(6);
        assertThat(inventory.modules())
                .containsExactly(new MemoryModule(
                        "P0_Node0_Channel0_Dimm0 DIMM_A1",
                        Bytes.gib(16),
                        Optional.of("DDR4"),
                        Optional.of(3200L),
                        Optional.of("Samsung"),
                        Optional.of("M393A2K43DB3-CWE"),
                        Optional.of("17C4B2A3")));
        assertThat(inventory.networkCards())
                .containsExactly(new NetworkCard(
                        "eth0",
                        Optional.of("02:00:00:00:00:01"),
                        true,
                        Optional.of(1000L),
                        List.of("192.0.2.2", "2001:db8::2")));
        assertThat(inventory.sensors()).containsExactly("processor 45 C", "processor 1.10 V", "fan 1200 rpm");
        assertThat(inventory.unknowns()).isEmpty();
    }

    @Test
    void doesNotTakeForANameWhatNobodyFilledIn() {
        modules = List.of(MODULE_WITHOUT_NAMES);

        assertThat(look().modules())
                .containsExactly(new MemoryModule(
                        "a slot without a name",
                        Bytes.gib(8),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void namesWhatIsNotKnown() {
        board.replaceAll((name, value) -> "unknown");
        modules = List.of();
        cards = List.of();
        sensors = Map.of("getCpuTemperature", 0.0, "getCpuVoltage", 0.0, "getFanSpeeds", new int[0]);

        assertThat(look().unknowns())
                .containsExactly(
                        "the firmware does not name the mainboard",
                        "the memory modules are not known: the firmware lists none, or dmidecode is not installed"
                                + " (apt-get install dmidecode)",
                        "the kernel shows no network card",
                        "temperature, voltage and fans are not known: the kernel reads no sensor");
    }

    private Inventory look() {
        ComputerSystem system = answering(
                ComputerSystem.class,
                Map.of(
                        "getBaseboard", answering(Baseboard.class, board),
                        "getFirmware",
                                answering(
                                        Firmware.class,
                                        Map.of(
                                                "getManufacturer", "American Megatrends Inc.",
                                                "getVersion", "1.4",
                                                "getReleaseDate", "2020-08-05"))));
        CentralProcessor processor = answering(
                CentralProcessor.class,
                Map.of(
                        "getProcessorIdentifier",
                        new CentralProcessor.ProcessorIdentifier(
                                "GenuineIntel",
                                "Intel(R) Xeon(R) E-2236  CPU @ 3.40GHz",
                                "6",
                                "158",
                                "10",
                                "BFEBFBFF000906EA",
                                true),
                        "getPhysicalPackageCount",
                        1,
                        "getPhysicalProcessorCount",
                        6));
        return new OshiInventory(answering(
                        HardwareAbstractionLayer.class,
                        Map.of(
                                "getComputerSystem", system,
                                "getProcessor", processor,
                                "getMemory", answering(GlobalMemory.class, Map.of("getPhysicalMemory", modules)),
                                "getNetworkIFs", cards,
                                "getSensors", answering(Sensors.class, sensors))))
                .look();
    }

    /** A part of OSHI that gives these answers, and fails the test when it is asked for anything else. */
    private static <T> T answering(Class<T> part, Map<String, Object> answers) {
        return part.cast(Proxy.newProxyInstance(
                part.getClassLoader(),
                new Class<?>[] {part},
                (proxy, method, arguments) -> Optional.ofNullable(answers.get(method.getName()))
                        .orElseThrow(() -> new AssertionError("asked for " + method))));
    }
}
