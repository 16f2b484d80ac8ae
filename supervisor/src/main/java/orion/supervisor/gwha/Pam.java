package orion.supervisor.gwha;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;

/// The pluggable authentication modules of the system, called directly: authentication, then the account
/// phase, which knows of expired and locked accounts.
final class Pam {
    private static final int SUCCESS = 0;
    private static final int CONVERSATION_ERROR = 19;
    private static final int BUFFER_ERROR = 5;
    /// Names are told apart from passwords no further: wrong, unknown, too often.
    private static final int AUTHENTICATION_FAILED = 7;
    private static final int USER_UNKNOWN = 10;
    private static final int MOST_TRIES = 11;
    private static final int PROMPT_ECHO_OFF = 1;
    private static final int PROMPT_ECHO_ON = 2;
    private static final int REMOTE_HOST = 4;
    private static final int SILENT_AND_NO_EMPTY_PASSWORD = 0x8000 | 1;
    /// `struct pam_response { char *resp; int resp_retcode; }`.
    private static final long RESPONSE_BYTES = 16;
    /// `struct pam_message { int msg_style; const char *msg; }`, of which the style comes first.
    private static final long LONGEST_TEXT = 4096;

    /// What became of a check.
    sealed interface Verdict {
        /// It may.
        record Good() implements Verdict {}

        /// The name or the password is wrong.
        record Wrong() implements Verdict {}

        /// The password is right and the account may not, as one that has expired.
        record Refused(String reason) implements Verdict {}

        /// PAM cannot be used here.
        record Unusable(String reason) implements Verdict {}
    }

    private static final FunctionDescriptor CONVERSATION = FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

    private final SymbolLookup library;

    @SuppressWarnings("restricted")
    private Pam(Arena arena) {
        this.library = SymbolLookup.libraryLookup("libpam.so.0", arena);
    }

    /// Checks a name and a password.
    static Verdict check(String service, String user, String password, String remoteHost) {
        if (user.indexOf(0) >= 0 || password.indexOf(0) >= 0) {
            return new Verdict.Wrong();
        }
        try (Arena arena = Arena.ofConfined()) {
            return new Pam(Arena.global()).check(arena, service, user, password, remoteHost);
        } catch (IllegalArgumentException noLibrary) {
            return new Verdict.Unusable("libpam.so.0 is not installed; install libpam0g");
        }
    }

    private Verdict check(Arena arena, String service, String user, String password, String remoteHost) {
        MemorySegment conversation = arena.allocate(ValueLayout.ADDRESS, 2);
        conversation.setAtIndex(ValueLayout.ADDRESS, 0, new Answers(password).stub(arena));
        MemorySegment handleCell = arena.allocate(ValueLayout.ADDRESS);
        int started =
                call("pam_start", arena.allocateFrom(service), arena.allocateFrom(user), conversation, handleCell);
        if (started != SUCCESS) {
            return new Verdict.Unusable("pam_start ended with " + started + "; look at /etc/pam.d/" + service);
        }
        MemorySegment handle = handleCell.get(ValueLayout.ADDRESS, 0);
        int result = SUCCESS;
        try {
            setRemoteHost(handle, arena.allocateFrom(remoteHost));
            result = phase("pam_authenticate", handle);
            if (result == AUTHENTICATION_FAILED || result == USER_UNKNOWN || result == MOST_TRIES) {
                return new Verdict.Wrong();
            }
            if (result != SUCCESS) {
                // Neither right nor wrong: whoever keeps the accounts cannot be asked, or a module does not work.
                return new Verdict.Unusable("pam_authenticate ended with " + result + " (" + text(handle, result)
                        + "); look at" + " /etc/pam.d/" + service + ", or /etc/pam.d/other where it is missing");
            }
            result = phase("pam_acct_mgmt", handle);
            return result == SUCCESS ? new Verdict.Good() : new Verdict.Refused(text(handle, result));
        } finally {
            phase("pam_end", handle, result);
        }
    }

    private int call(String name, MemorySegment... arguments) {
        FunctionDescriptor descriptor = FunctionDescriptor.of(ValueLayout.JAVA_INT);
        for (int i = 0; i < arguments.length; i++) {
            descriptor = descriptor.appendArgumentLayouts(ValueLayout.ADDRESS);
        }
        try {
            return (int) bind(name, descriptor).invokeWithArguments((Object[]) arguments);
        } catch (Throwable broken) {
            throw new AssertionError("A native call was bound with the wrong types.", broken);
        }
    }

    private int phase(String name, MemorySegment handle) {
        return phase(name, handle, SILENT_AND_NO_EMPTY_PASSWORD);
    }

    private int phase(String name, MemorySegment handle, int number) {
        try {
            return (int)
                    bind(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                            .invokeExact(handle, number);
        } catch (Throwable broken) {
            throw new AssertionError("A native call was bound with the wrong types.", broken);
        }
    }

    private void setRemoteHost(MemorySegment handle, MemorySegment host) {
        try {
            int unimportant = (int) bind(
                            "pam_set_item",
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS))
                    .invokeExact(handle, REMOTE_HOST, host);
            assert unimportant >= SUCCESS;
        } catch (Throwable broken) {
            throw new AssertionError("A native call was bound with the wrong types.", broken);
        }
    }

    @SuppressWarnings("restricted")
    private String text(MemorySegment handle, int result) {
        try {
            MemorySegment text = (MemorySegment) bind(
                            "pam_strerror",
                            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                    .invokeExact(handle, result);
            return text.reinterpret(LONGEST_TEXT).getString(0, StandardCharsets.UTF_8);
        } catch (Throwable broken) {
            throw new AssertionError("A native call was bound with the wrong types.", broken);
        }
    }

    @SuppressWarnings("restricted")
    private MethodHandle bind(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }

    /// Answers what PAM asks in the middle of a check: with the password.
    private static final class Answers {
        private final String password;

        Answers(String password) {
            this.password = password;
        }

        @SuppressWarnings("restricted")
        MemorySegment stub(Arena arena) {
            try {
                MethodHandle answer = MethodHandles.lookup()
                        .bind(
                                this,
                                "answer",
                                MethodType.methodType(
                                        int.class,
                                        int.class,
                                        MemorySegment.class,
                                        MemorySegment.class,
                                        MemorySegment.class));
                return Linker.nativeLinker().upcallStub(answer, CONVERSATION, arena);
            } catch (ReflectiveOperationException broken) {
                throw new LinkageError("the method below has another signature", broken);
            }
        }

        /// Called by PAM, which frees what is allocated here. An exception would end the JVM.
        @SuppressWarnings({"restricted", "UnusedMethod", "UnusedVariable"})
        private int answer(int count, MemorySegment messages, MemorySegment responses, MemorySegment unused) {
            if (count < 1 || count > 32) {
                return CONVERSATION_ERROR;
            }
            MemorySegment all = allocate(count * RESPONSE_BYTES);
            if (all.address() == 0) {
                return BUFFER_ERROR;
            }
            MemorySegment list = messages.reinterpret(count * ValueLayout.ADDRESS.byteSize());
            for (int i = 0; i < count; i++) {
                MemorySegment message =
                        list.getAtIndex(ValueLayout.ADDRESS, i).reinterpret(ValueLayout.ADDRESS.byteSize());
                int style = message.get(ValueLayout.JAVA_INT, 0);
                if (style == PROMPT_ECHO_OFF || style == PROMPT_ECHO_ON) {
                    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
                    MemorySegment text = allocate(bytes.length + 1L);
                    if (text.address() == 0) {
                        return BUFFER_ERROR;
                    }
                    MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
                    all.set(ValueLayout.ADDRESS, i * RESPONSE_BYTES, text);
                }
            }
            responses.reinterpret(ValueLayout.ADDRESS.byteSize()).set(ValueLayout.ADDRESS, 0, all);
            return SUCCESS;
        }

        /// Memory of the C library, all zeros.
        @SuppressWarnings("restricted")
        private static MemorySegment allocate(long bytes) {
            Linker linker = Linker.nativeLinker();
            MethodHandle calloc = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("calloc"),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
            try {
                return ((MemorySegment) calloc.invokeExact(1L, bytes)).reinterpret(bytes);
            } catch (Throwable broken) {
                throw new AssertionError("A native call was bound with the wrong types.", broken);
            }
        }
    }
}
