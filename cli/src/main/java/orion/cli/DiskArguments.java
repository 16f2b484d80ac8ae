package orion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orion.core.configuration.Endpoint;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardException;
import orion.node.board.DiskLocation;
import orion.node.security.SecretFile;
import orion.node.witness.WitnessWord;

/// How disks of a white board are named on the command line: by a path; by a witness word, or `@` and a file that holds
/// one, because everybody on a host sees its command lines; or as messages name a witness of this node,
/// `witness:10.0.0.9:7024`. No sentence repeats a word.
final class DiskArguments {
    private static final long LONGEST_FILE = 4096;
    private static final String GIVE_WORD =
            "; give its word, which 'orion witness word' prints on its host, in a file: @FILE";

    private final Call call;

    DiskArguments(Call call) {
        this.call = call;
    }

    /// The disks that these words name.
    ///
    /// @throws CommandFailure where one cannot be understood
    List<DiskLocation> all(List<String> words) throws CommandFailure {
        List<DiskLocation> disks = new ArrayList<>();
        for (String word : words) {
            try {
                disks.add(one(word));
            } catch (CommandFailure wrong) {
                throw words.size() == 1
                        ? wrong
                        : new CommandFailure(
                                "disk " + (disks.size() + 1) + " of the " + words.size() + " named: "
                                        + wrong.getMessage(),
                                wrong);
            }
        }
        requireDifferent(disks);
        return disks;
    }

    private static void requireDifferent(List<DiskLocation> disks) throws CommandFailure {
        try {
            if (disks.size() > 1) {
                BoardAdministration.requireDifferent(disks);
            }
        } catch (BoardException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    /// The disk that a word names, if there is a word.
    Optional<DiskLocation> optional(Optional<String> word) throws CommandFailure {
        return word.isPresent() ? Optional.of(one(word.get())) : Optional.empty();
    }

    /// The disk that this word names.
    DiskLocation one(String word) throws CommandFailure {
        return word.startsWith("@") ? inFile(Path.of(word.substring(1))) : named(word);
    }

    private DiskLocation named(String text) throws CommandFailure {
        try {
            Optional<Endpoint> address = address(text);
            return address.isPresent() ? ofThisNode(address.get()) : DiskLocation.parse(text);
        } catch (IllegalArgumentException damaged) {
            throw new CommandFailure(String.valueOf(damaged.getMessage()), damaged);
        }
    }

    /// Whatever the file holds may be secret, such as the word within what `--json` printed: it is never repeated.
    private DiskLocation inFile(Path file) throws CommandFailure {
        String text = content(file);
        if (!text.startsWith(WitnessWord.BEGINNING)) {
            throw noWord(file);
        }
        Optional<Endpoint> address;
        try {
            address = address(text);
        } catch (IllegalArgumentException other) {
            throw noWord(file);
        }
        if (address.isPresent()) {
            return ofThisNode(address.get());
        }
        try {
            SecretFile.requireClosed(file, "600");
        } catch (IOException open) {
            throw new CommandFailure(String.valueOf(open.getMessage()), open);
        }
        try {
            return DiskLocation.parse(text);
        } catch (IllegalArgumentException damaged) {
            throw new CommandFailure("the witness word in " + file + ": " + damaged.getMessage(), damaged);
        }
    }

    private static CommandFailure noWord(Path file) {
        return new CommandFailure(file + " holds no witness word; name a file with nothing but the line that 'orion"
                + " witness word' prints, or with the name of a witness such as witness:10.0.0.9:7024");
    }

    private static String content(Path file) throws CommandFailure {
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw noWord(file);
            }
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    "the witness word in " + file + " cannot be read; check that the file exists and is yours to read",
                    unreadable);
        }
    }

    /// The address in the name of a witness; a word holds no colon behind its beginning.
    private static Optional<Endpoint> address(String text) {
        boolean named = text.startsWith(WitnessWord.BEGINNING)
                && text.substring(WitnessWord.BEGINNING.length()).contains(":");
        return named ? Optional.of(Endpoint.parse(text.substring(WitnessWord.BEGINNING.length()))) : Optional.empty();
    }

    private DiskLocation ofThisNode(Endpoint address) throws CommandFailure {
        List<DiskLocation> known;
        try {
            known = BoardOwner.of(call).settings().boards();
        } catch (CommandFailure none) {
            throw new CommandFailure(
                    "there is no node in " + call.directory() + " that knows the witness at " + address + GIVE_WORD,
                    none);
        }
        return known.stream()
                .filter(disk -> disk.toString().equals(WitnessWord.BEGINNING + address))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        "the witness at " + address + " is none of the disks of this node's white board" + GIVE_WORD));
    }
}
