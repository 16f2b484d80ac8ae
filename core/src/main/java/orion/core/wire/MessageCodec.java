package orion.core.wire;

import java.util.SortedMap;
import java.util.SortedSet;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.StateId;

/// Messages as bytes: the version of the format, a number for the kind, then the fields. Bytes are
/// authenticated before they come here, and yet nothing in them is believed.
public final class MessageCodec {
    /// No message is longer.
    public static final int LONGEST = StateCodec.LONGEST;

    private static final int VERSION = 10;

    private static final int HEARTBEAT = 1;
    private static final int VIEW_PREPARE = 2;
    private static final int VIEW_VOTE = 3;
    private static final int GENERATION_DECIDED = 4;
    private static final int STATE_REPORT = 5;
    private static final int STATE_FETCH = 6;
    private static final int STATE_COPY = 7;
    private static final int STATE_INSTALL = 8;
    private static final int STATE_INSTALLED = 9;
    private static final int PREPARE = 10;
    private static final int PREPARED = 11;
    private static final int COMMIT = 12;
    private static final int MASTER_REQUEST = 13;
    private static final int MASTER_ANSWER = 14;
    private static final int STATE_INQUIRY = 15;
    private static final int STATE_NEWS = 16;

    private MessageCodec() {}

    /// A message as bytes.
    ///
    /// @throws TooLarge where the message breaks the limit
    public static byte[] encode(Message message) {
        return BoundedWriter.whole(LONGEST, message, MessageCodec::write);
    }

    /// Reads one message.
    ///
    /// @throws MalformedInput where the bytes are anything else than one message
    public static Message decode(byte[] bytes) {
        return BoundedReader.whole(bytes, LONGEST, MessageCodec::read);
    }

    /// Reads one message from a part of an array.
    ///
    /// @throws MalformedInput where the bytes are anything else than one message
    public static Message decode(byte[] bytes, int offset, int length) {
        return new BoundedReader(bytes, offset, length).whole(MessageCodec::read);
    }

    private static void write(BoundedWriter writer, Message message) {
        writer.uint8(VERSION);
        switch (message) {
            case Message.Heartbeat heartbeat -> writeHeartbeat(writer.uint8(HEARTBEAT), heartbeat);
            case Message.ViewPrepare prepare ->
                ModelFormat.writeMembers(
                        writer.uint8(VIEW_PREPARE)
                                .int64(prepare.proposal())
                                .int64(prepare.base())
                                .uint8(prepare.level()),
                        prepare.members());
            case Message.ViewVote vote ->
                writer.uint8(VIEW_VOTE)
                        .int64(vote.proposal())
                        .flag(vote.accepted())
                        .text(vote.reason());
            case Message.GenerationDecided decided ->
                ModelFormat.writeGeneration(writer.uint8(GENERATION_DECIDED), decided.generation());
            case Message.StateInquiry inquiry -> ModelFormat.writeStateId(writer.uint8(STATE_INQUIRY), inquiry.known());
            case Message.StateNews news -> StateFormat.writeState(writer.uint8(STATE_NEWS), news.state());
            case Message.AboutState aboutState -> writeAboutState(writer, aboutState);
            case Message.MasterAnswer answer ->
                writer.uint8(MASTER_ANSWER)
                        .int64(answer.number())
                        .flag(answer.accepted())
                        .int64(answer.edit())
                        .text(answer.text());
        }
    }

    private static void writeAboutState(BoundedWriter writer, Message.AboutState message) {
        switch (message) {
            case Message.StateReport report ->
                ModelFormat.writeStateId(
                        writer.uint8(STATE_REPORT).int64(report.generation()).int64(report.run()), report.newest());
            case Message.StateFetch fetch -> writer.uint8(STATE_FETCH).int64(fetch.generation());
            case Message.StateCopy copy ->
                StateFormat.writeState(writer.uint8(STATE_COPY).int64(copy.generation()), copy.state());
            case Message.StateInstall install -> StateFormat.writeState(writer.uint8(STATE_INSTALL), install.state());
            case Message.StateInstalled installed ->
                ModelFormat.writeStateId(writer.uint8(STATE_INSTALLED), installed.id());
            case Message.Prepare prepare -> StateFormat.writeTransaction(writer.uint8(PREPARE), prepare.transaction());
            case Message.Prepared prepared -> ModelFormat.writeStateId(writer.uint8(PREPARED), prepared.id());
            case Message.Commit commit -> ModelFormat.writeStateId(writer.uint8(COMMIT), commit.id());
            case Message.MasterRequest request ->
                RequestFormat.write(writer.uint8(MASTER_REQUEST).int64(request.number()), request.request());
        }
    }

    private static Message read(BoundedReader reader) {
        int version = reader.uint8();
        if (version != VERSION) {
            throw reader.malformed("the message is of version " + version + ", this release reads version " + VERSION);
        }
        int kind = reader.uint8();
        return switch (kind) {
            case HEARTBEAT -> readHeartbeat(reader);
            case VIEW_PREPARE ->
                new Message.ViewPrepare(
                        reader.int64(), reader.int64(), reader.uint8(), ModelFormat.readMembers(reader));
            case VIEW_VOTE -> new Message.ViewVote(reader.int64(), reader.flag(), reader.text());
            case GENERATION_DECIDED -> new Message.GenerationDecided(ModelFormat.readGeneration(reader));
            case STATE_REPORT ->
                new Message.StateReport(reader.int64(), reader.int64(), ModelFormat.readStateId(reader));
            case STATE_FETCH -> new Message.StateFetch(reader.int64());
            case STATE_COPY -> new Message.StateCopy(reader.int64(), StateFormat.readState(reader));
            case STATE_INSTALL -> new Message.StateInstall(StateFormat.readState(reader));
            case STATE_INSTALLED -> new Message.StateInstalled(ModelFormat.readStateId(reader));
            case PREPARE -> new Message.Prepare(StateFormat.readTransaction(reader));
            case PREPARED -> new Message.Prepared(ModelFormat.readStateId(reader));
            case COMMIT -> new Message.Commit(ModelFormat.readStateId(reader));
            case MASTER_REQUEST -> new Message.MasterRequest(reader.int64(), RequestFormat.read(reader));
            case MASTER_ANSWER ->
                new Message.MasterAnswer(reader.int64(), reader.flag(), reader.int64(), reader.text());
            case STATE_INQUIRY -> new Message.StateInquiry(ModelFormat.readStateId(reader));
            case STATE_NEWS -> new Message.StateNews(StateFormat.readState(reader));
            default -> throw reader.malformed("there is no kind " + kind + " of messages");
        };
    }

    private static void writeHeartbeat(BoundedWriter writer, Message.Heartbeat heartbeat) {
        ModelFormat.writeLevels(writer, heartbeat.levels());
        writer.int64(heartbeat.generation()).flag(heartbeat.wantsIn());
        ModelFormat.writeNodes(writer, heartbeat.hears());
        writer.flag(heartbeat.linkUp())
                .flag(heartbeat.boardHealthy())
                .int64(heartbeat.tick())
                .int64(heartbeat.asked());
        ModelFormat.writeNumbers(writer, heartbeat.grants());
        ModelFormat.writeMembers(writer, heartbeat.powerOff());
        ModelFormat.writeStateId(writer, heartbeat.state());
        ModelFormat.writePause(writer, heartbeat.worstPause());
        ModelFormat.writePause(writer, heartbeat.recentPause());
        writer.int32(heartbeat.boardMillis());
    }

    private static Message.Heartbeat readHeartbeat(BoundedReader reader) {
        Levels levels = ModelFormat.readLevels(reader);
        long generation = reader.int64();
        boolean wantsIn = reader.flag();
        SortedSet<NodeId> hears = ModelFormat.readNodes(reader);
        boolean linkUp = reader.flag();
        boolean boardHealthy = reader.flag();
        long tick = reader.int64();
        long asked = reader.int64();
        SortedMap<NodeId, Long> grants = ModelFormat.readNumbers(reader);
        SortedSet<Member> powerOff = ModelFormat.readMembers(reader);
        StateId state = ModelFormat.readStateId(reader);
        Pause worst = ModelFormat.readPause(reader);
        Pause recent = ModelFormat.readPause(reader);
        return new Message.Heartbeat(
                levels,
                generation,
                wantsIn,
                hears,
                linkUp,
                boardHealthy,
                tick,
                asked,
                grants,
                powerOff,
                state,
                worst,
                recent,
                reader.int32());
    }
}
