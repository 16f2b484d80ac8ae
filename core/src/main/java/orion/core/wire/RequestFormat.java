package orion.core.wire;

import orion.core.resource.Request;
import orion.core.resource.Symptom;

/// What members ask of the master, as bytes: a number for the kind, then its fields.
final class RequestFormat {
    private static final int ONLINE = 1;
    private static final int OFFLINE = 2;
    private static final int MIGRATE = 3;
    private static final int LEAVE = 7;
    private static final int DOWN = 8;
    private static final int ACTION_DONE = 9;
    private static final int FAILED = 10;
    private static final int BEGIN_MAINTENANCE = 12;
    private static final int END_MAINTENANCE = 13;
    private static final int ANSWER = 14;
    private static final int EDIT = 15;

    private RequestFormat() {}

    static void write(BoundedWriter writer, Request request) {
        switch (request) {
            case Request.Online online ->
                writer.uint8(ONLINE).text(online.resource()).optional(online.node(), ModelFormat::writeNode);
            case Request.Offline offline -> writer.uint8(OFFLINE).text(offline.resource());
            case Request.Migrate migrate ->
                ModelFormat.writeNode(writer.uint8(MIGRATE).text(migrate.resource()), migrate.node());
            case Request.Answer answer ->
                StateFormat.writeKind(writer.uint8(ANSWER).text(answer.resource()), answer.kind())
                        .flag(answer.yes());
            case Request.Edit edit -> EditFormat.writeRequest(writer.uint8(EDIT), edit);
            case Request.Leave leave -> ModelFormat.writeNode(writer.uint8(LEAVE), leave.node());
            case Request.Down() -> writer.uint8(DOWN);
            case Request.BeginMaintenance begin ->
                MaintenanceFormat.writeScope(writer.uint8(BEGIN_MAINTENANCE), begin.scope())
                        .int64(begin.millis());
            case Request.EndMaintenance end -> MaintenanceFormat.writeScope(writer.uint8(END_MAINTENANCE), end.scope());
            case Request.ActionDone done -> {
                ModelFormat.writeMember(writer.uint8(ACTION_DONE).text(done.resource()), done.member());
                writer.int64(done.action())
                        .flag(done.succeeded())
                        .flag(done.dirty())
                        .int64(done.atSeconds())
                        .int32(done.tookMillis())
                        .text(done.reason());
            }
            case Request.Failed failed -> {
                ModelFormat.writeMember(writer.uint8(FAILED).text(failed.resource()), failed.member());
                writer.int64(failed.action()).uint8(number(failed.symptom())).text(failed.reason());
            }
        }
    }

    static Request read(BoundedReader reader) {
        int kind = reader.uint8();
        return switch (kind) {
            case ONLINE -> new Request.Online(reader.text(), reader.optional(ModelFormat::readNode));
            case OFFLINE -> new Request.Offline(reader.text());
            case MIGRATE -> new Request.Migrate(reader.text(), ModelFormat.readNode(reader));
            case ANSWER -> new Request.Answer(reader.text(), StateFormat.readKind(reader), reader.flag());
            case EDIT -> EditFormat.readRequest(reader);
            case LEAVE -> new Request.Leave(ModelFormat.readNode(reader));
            case DOWN -> new Request.Down();
            case BEGIN_MAINTENANCE -> new Request.BeginMaintenance(MaintenanceFormat.readScope(reader), reader.int64());
            case END_MAINTENANCE -> new Request.EndMaintenance(MaintenanceFormat.readScope(reader));
            case ACTION_DONE ->
                new Request.ActionDone(
                        reader.text(),
                        ModelFormat.readMember(reader),
                        reader.int64(),
                        reader.flag(),
                        reader.flag(),
                        reader.int64(),
                        reader.int32(),
                        reader.text());
            case FAILED ->
                new Request.Failed(
                        reader.text(), ModelFormat.readMember(reader), reader.int64(), symptom(reader), reader.text());
            default -> throw reader.malformed("there is no kind " + kind + " of requests");
        };
    }

    private static int number(Symptom symptom) {
        return switch (symptom) {
            case ENDED -> 0;
            case BROKEN -> 1;
            case TIMED_OUT -> 2;
        };
    }

    private static Symptom symptom(BoundedReader reader) {
        int number = reader.uint8();
        return switch (number) {
            case 0 -> Symptom.ENDED;
            case 1 -> Symptom.BROKEN;
            case 2 -> Symptom.TIMED_OUT;
            default -> throw reader.malformed("there is no symptom " + number);
        };
    }
}
