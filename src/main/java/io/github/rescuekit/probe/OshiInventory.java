package io.github.rescuekit.probe;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Inventory;
import io.github.rescuekit.model.MemoryModule;
import io.github.rescuekit.model.NetworkCard;
import io.github.rescuekit.model.Temperature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oshi.hardware.Baseboard;
import oshi.hardware.CentralProcessor;
import oshi.hardware.Firmware;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.hardware.PhysicalMemory;
import oshi.hardware.Sensors;
import oshi.nativefree.SystemInfo;

/** What OSHI finds, in our words. With OSHI 0, an empty list and "unknown" all mean that it does not know. */
final class OshiInventory {

    private static final long MILLION = 1_000_000;

    private final HardwareAbstractionLayer hardware;
    private final List<String> unknowns = new ArrayList<>();

    OshiInventory() {
        this(new SystemInfo().getHardware());
    }

    OshiInventory(HardwareAbstractionLayer hardware) {
        this.hardware = hardware;
    }

    Inventory look() {
        Baseboard board = hardware.getComputerSystem().getBaseboard();
        Firmware firmware = hardware.getComputerSystem().getFirmware();
        CentralProcessor processor = hardware.getProcessor();
        return new Inventory(
                named(
                        "the firmware does not name the mainboard",
                        board.getManufacturer(),
                        board.getModel(),
                        board.getVersion()),
                MakersWords.of(board.getSerialNumber()),
                named(
                        "the firmware does not tell its version",
                        firmware.getManufacturer(),
                        firmware.getVersion(),
                        firmware.getReleaseDate()),
                named(
                        "the kernel does not name the processor",
                        processor.getProcessorIdentifier().getName()),
                processor.getPhysicalPackageCount(),
                processor.getPhysicalProcessorCount(),
                modules(),
                networkCards(),
                sensors(),
                unknowns);
    }

    private Optional<String> named(String unknown, String... words) {
        String name = Stream.of(words)
                .flatMap(word -> MakersWords.of(word).stream())
                .map(word -> word.replaceAll("\\s+", " "))
                .collect(Collectors.joining(" "));
        if (name.isEmpty()) {
            unknowns.add(unknown);
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private List<MemoryModule> modules() {
        List<MemoryModule> modules = hardware.getMemory().getPhysicalMemory().stream()
                .filter(it -> it.getCapacity() > 0)
                .map(OshiInventory::module)
                .toList();
        if (modules.isEmpty()) {
            unknowns.add("the memory modules are not known: the firmware lists none, or dmidecode is not installed"
                    + " (apt-get install dmidecode)");
        }
        return modules;
    }

    private static MemoryModule module(PhysicalMemory module) {
        return new MemoryModule(
                slot(module.getBankLabel()),
                new Bytes(module.getCapacity()),
                MakersWords.of(module.getMemoryType()),
                Optional.of(module.getClockSpeed() / MILLION).filter(it -> it > 0),
                MakersWords.of(module.getManufacturer()),
                MakersWords.of(module.getPartNumber()),
                MakersWords.of(module.getSerialNumber()));
    }

    // Bank and slot, as OSHI joins them: "P0_Node0_Channel0_Dimm0/DIMM_A1", or "Not Specified/DIMM_B1".
    private static String slot(String label) {
        String known = Arrays.stream(label.split("/", -1))
                .flatMap(word -> MakersWords.of(word).stream())
                .collect(Collectors.joining(" "));
        return known.isEmpty() ? "a slot without a name" : known;
    }

    private List<NetworkCard> networkCards() {
        List<NetworkCard> cards =
                hardware.getNetworkIFs().stream().map(OshiInventory::card).toList();
        if (cards.isEmpty()) {
            unknowns.add("the kernel shows no network card");
        }
        return cards;
    }

    private static NetworkCard card(NetworkIF card) {
        return new NetworkCard(
                card.getName(),
                MakersWords.of(card.getMacaddr()),
                card.getIfOperStatus() == NetworkIF.IfOperStatus.UP,
                Optional.of(card.getSpeed() / MILLION).filter(it -> it > 0),
                Stream.concat(Stream.of(card.getIPv4addr()), Stream.of(card.getIPv6addr()))
                        .toList());
    }

    private List<String> sensors() {
        Sensors sensors = hardware.getSensors();
        List<String> readings = new ArrayList<>();
        if (sensors.getCpuTemperature() > 0) {
            readings.add("processor " + Temperature.words(sensors.getCpuTemperature()));
        }
        if (sensors.getCpuVoltage() > 0) {
            readings.add(String.format(Locale.ROOT, "processor %.2f V", sensors.getCpuVoltage()));
        }
        Arrays.stream(sensors.getFanSpeeds()).filter(it -> it > 0).forEach(it -> readings.add("fan " + it + " rpm"));
        if (readings.isEmpty()) {
            unknowns.add("temperature, voltage and fans are not known: the kernel reads no sensor");
        }
        return readings;
    }
}
