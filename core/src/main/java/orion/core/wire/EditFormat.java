package orion.core.wire;

import java.util.List;
import java.util.OptionalLong;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.Trial;
import orion.core.model.NodeId;
import orion.core.resource.Request;

/// Edits as bytes: those asked for, and what is remembered of those made.
final class EditFormat {
    private static final int PUT_RESOURCE = 1;
    private static final int DELETE_RESOURCE = 2;
    private static final int ADD_NODE = 3;
    private static final int REMOVE_NODE = 4;
    private static final int SET_CAPACITY = 5;
    private static final int CONFIRM = 6;
    private static final int UNDO = 7;
    private static final int PUT_TOKEN = 8;
    private static final int REMOVE_TOKEN = 9;

    /// Every object may go, and others come.
    private static final int MOST_CHANGES =
            2 * (ConfigurationFormat.MOST_RESOURCES + NodeId.LARGEST + ClusterConfiguration.MOST_TOKENS);

    private EditFormat() {}

    static void writeRequest(BoundedWriter writer, Request.Edit edit) {
        writer.all(edit.changes(), MOST_CHANGES, EditFormat::writeChange);
        writeAuthor(writer, edit.author());
        writer.int64(edit.atSeconds()).flag(edit.basedOn().isPresent());
        if (edit.basedOn().isPresent()) {
            writer.int64(edit.basedOn().getAsLong());
        }
        writer.flag(edit.restart()).int64(edit.confirmWithinMillis());
    }

    static Request.Edit readRequest(BoundedReader reader) {
        List<Change> changes = reader.list(MOST_CHANGES, 1, EditFormat::readChange);
        Author author = readAuthor(reader);
        long atSeconds = reader.int64();
        OptionalLong basedOn = reader.flag() ? OptionalLong.of(reader.int64()) : OptionalLong.empty();
        return new Request.Edit(changes, author, atSeconds, basedOn, reader.flag(), reader.int64());
    }

    private static void writeChange(BoundedWriter writer, Change change) {
        switch (change) {
            case Change.PutResource put ->
                ConfigurationFormat.writeResource(writer.uint8(PUT_RESOURCE), put.definition());
            case Change.DeleteResource delete -> writer.uint8(DELETE_RESOURCE).text(delete.resource());
            case Change.AddNode add -> ConfigurationFormat.writeNode(writer.uint8(ADD_NODE), add.node());
            case Change.RemoveNode remove -> ModelFormat.writeNode(writer.uint8(REMOVE_NODE), remove.node());
            case Change.SetCapacity set -> {
                ModelFormat.writeNode(writer.uint8(SET_CAPACITY), set.node());
                PolicyFormat.write(writer, set.capacity());
            }
            case Change.PutToken(ApiToken token) -> TokenFormat.write(writer.uint8(PUT_TOKEN), token);
            case Change.RemoveToken(String token) -> writer.uint8(REMOVE_TOKEN).text(token);
            case Change.Confirm(long edit) -> writer.uint8(CONFIRM).int64(edit);
            case Change.Undo(long edit) -> writer.uint8(UNDO).int64(edit);
        }
    }

    private static Change readChange(BoundedReader reader) {
        int kind = reader.uint8();
        return switch (kind) {
            case PUT_RESOURCE -> new Change.PutResource(ConfigurationFormat.readResource(reader));
            case DELETE_RESOURCE -> new Change.DeleteResource(reader.text());
            case ADD_NODE -> new Change.AddNode(ConfigurationFormat.readNode(reader));
            case REMOVE_NODE -> new Change.RemoveNode(ModelFormat.readNode(reader));
            case SET_CAPACITY -> new Change.SetCapacity(ModelFormat.readNode(reader), PolicyFormat.readAmounts(reader));
            case PUT_TOKEN -> new Change.PutToken(TokenFormat.read(reader));
            case REMOVE_TOKEN -> new Change.RemoveToken(reader.text());
            case CONFIRM -> new Change.Confirm(reader.int64());
            case UNDO -> new Change.Undo(reader.int64());
            default -> throw reader.malformed("there is no kind " + kind + " of changes");
        };
    }

    private static void writeAuthor(BoundedWriter writer, Author author) {
        writer.text(author.user()).text(author.node()).text(author.remark());
    }

    private static Author readAuthor(BoundedReader reader) {
        return new Author(reader.text(), reader.text(), reader.text());
    }

    static void writeEdit(BoundedWriter writer, Edit edit) {
        writer.int64(edit.number());
        writeAuthor(writer, edit.author());
        writer.int64(edit.atSeconds()).text(edit.summary());
        ConfigurationFormat.writeTexts(writer, edit.touched(), Edit.MOST_TOUCHED);
    }

    static Edit readEdit(BoundedReader reader) {
        return new Edit(
                reader.int64(),
                readAuthor(reader),
                reader.int64(),
                reader.text(),
                ConfigurationFormat.readTexts(reader, Edit.MOST_TOUCHED));
    }

    static void writeRecent(BoundedWriter writer, RecentEdits recent) {
        writer.all(recent.edits(), RecentEdits.MOST, EditFormat::writeEdit);
        writer.optional(recent.trial(), EditFormat::writeTrial);
    }

    static RecentEdits readRecent(BoundedReader reader) {
        return new RecentEdits(readEdits(reader), reader.optional(EditFormat::readTrial));
    }

    /// As they were written while no other edit than the newest could be on trial.
    static RecentEdits readRecentWithNewestOnTrial(BoundedReader reader) {
        List<Edit> edits = readEdits(reader);
        return new RecentEdits(
                edits,
                reader.optional(
                        trial -> readTrial(edits.isEmpty() ? 0 : edits.getLast().number(), trial)));
    }

    private static List<Edit> readEdits(BoundedReader reader) {
        return reader.list(RecentEdits.MOST, 1, EditFormat::readEdit);
    }

    static void writeTrial(BoundedWriter writer, Trial trial) {
        writer.int64(trial.edit()).int64(trial.withinMillis()).int64(trial.leftMillis());
        writer.optional(trial.undoneBy(), EditFormat::writeAuthor);
        writer.int64(trial.undoneAtSeconds()).text(trial.obstacle());
        writer.all(trial.undo(), MOST_CHANGES, EditFormat::writeChange);
    }

    static Trial readTrial(BoundedReader reader) {
        return readTrial(reader.int64(), reader);
    }

    private static Trial readTrial(long edit, BoundedReader reader) {
        return new Trial(
                edit,
                reader.int64(),
                reader.int64(),
                reader.optional(EditFormat::readAuthor),
                reader.int64(),
                reader.text(),
                reader.list(MOST_CHANGES, 1, EditFormat::readChange));
    }
}
