package io.github.rescuekit.repair.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.TestTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EspContentTest {

    private static final String UUID = "1ab00001-0003-4000-8000-000000000000";

    @Test
    void listsProgramsThatAreNotEmpty() {
        TestTree tree = new TestTree()
                .file("/boot/efi/EFI/BOOT/bootx64.efi", "MZ")
                .file("/boot/efi/EFI/debian/GRUBX64.EFI", "MZ")
                .file("/boot/efi/EFI/debian/shimx64.efi", "")
                .file("/boot/efi/EFI/debian/grub.cfg", "");

        EspContent content = EspContent.of(tree, "/boot/efi");

        assertThat(content.loaders()).containsExactly("/EFI/BOOT/bootx64.efi", "/EFI/debian/GRUBX64.EFI");
        assertThat(content.removable("x86_64")).contains("/EFI/BOOT/bootx64.efi");
        assertThat(content.removable("aarch64")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "search.fs_uuid " + UUID + " root hd0,gpt3\nset prefix=($root)'/boot/grub'\n",
                "search --no-floppy --fs-uuid --set=dev " + UUID + "\n",
                "search --no-floppy --set prefix --fs-uuid " + UUID + "\n"
            })
    void findsWhatTheStubOfADistributionSearchesFor(String stub) {
        TestTree tree = new TestTree().file("/EFI/almalinux/grub.cfg", stub);

        assertThat(EspContent.of(tree, "").searched()).containsExactly("UUID=" + UUID);
    }

    @Test
    void readsTheStubBesideTheLoaderOfEveryFirmwareWhereThereIsNoOther() {
        TestTree tree =
                new TestTree().file("/EFI/boot/grub.cfg", "search.fs_uuid 0ffba5ed-0000-4000-8000-000000000000 root\n");
        assertThat(EspContent.of(tree, "").searched()).containsExactly("UUID=0ffba5ed-0000-4000-8000-000000000000");

        tree.file("/EFI/debian/grub.cfg", "search.fs_uuid " + UUID + " root\n");
        assertThat(EspContent.of(tree, "").searched()).containsExactly("UUID=" + UUID);
    }
}
