import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * OpenSearch nodes from the jars on the class path, all in this JVM: {@code java Nodes PID HOME...}
 *
 * <p>Each home has its settings in config/opensearch.yml. The nodes end with the process PID, as whoever
 * started them may be killed; with 0 they stay. Modules are given as plug-ins of the class path, so none has
 * to be installed; and as the distribution's own start is left out, so are its demands on the system (no
 * root, vm.max_map_count).
 */
public final class Nodes extends Node {
    private static final List<Class<? extends Plugin>> MODULES =
        List.of(Netty4Plugin.class, CommonAnalysisPlugin.class, PainlessPlugin.class, ReindexPlugin.class);

    private Nodes(Environment environment) {
        super(environment, MODULES, false);
    }

    public static void main(String[] arguments) throws Exception {
        long parent = Long.parseLong(arguments[0]);
        if (parent > 0) {
            ProcessHandle.of(parent).orElseThrow().onExit().thenRun(() -> Runtime.getRuntime().halt(0));
        }
        List<Thread> starting = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            Environment environment = environment(Path.of(arguments[i]));
            if (i == 1) {
                LogConfigurator.registerErrorListener();
                LogConfigurator.configureWithoutConfig(environment.settings());
            }
            Nodes node = new Nodes(environment);
            Runtime.getRuntime().addShutdownHook(new Thread(node::end));
            starting.add(new Thread(node::begin));
        }
        // At once: each waits for the others before it is ready.
        starting.forEach(Thread::start);
        // A node's own threads keep no JVM alive.
        new CountDownLatch(1).await();
    }

    private static Environment environment(Path home) {
        Settings settings = Settings.builder().put("path.home", home.toString()).build();
        return InternalSettingsPreparer.prepareEnvironment(
            settings, Map.of(), home.resolve("config"), () -> home.getFileName().toString());
    }

    private void begin() {
        try {
            start();
        } catch (Exception failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private void end() {
        try {
            close();
        } catch (Exception failure) {
            failure.printStackTrace();
        }
    }
}
