import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/** Validates PDFs with veraPDF: one line a file, then one for each rule that it breaks. */
public class Validate {
    /** Takes a flavour (ua1, ua2, 2a …) and files. Ends with status 1 where one of them fails. */
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PDFAFlavour flavour = PDFAFlavour.fromString(arguments[0]);
        boolean sound = true;
        for (int n = 1; n < arguments.length; n++) {
            try (PDFAParser parser = Foundries.defaultInstance()
                    .createParser(new FileInputStream(arguments[n]), flavour);
                 PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult result = validator.validate(parser);
                out.println(arguments[n] + ": " + result.getTotalAssertions() + " checks, "
                    + (result.isCompliant() ? "compliant" : "NOT COMPLIANT"));
                sound &= result.isCompliant();
                for (Map.Entry<RuleId, Integer> broken : result.getFailedChecks().entrySet()) {
                    out.println("  " + broken.getKey().getClause() + "-" + broken.getKey().getTestNumber()
                        + " broken " + broken.getValue() + " times, first: "
                        + first(result, broken.getKey()));
                }
            }
        }
        System.exit(sound ? 0 : 1);
    }

    private static String first(ValidationResult result, RuleId rule) {
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() != TestAssertion.Status.PASSED && assertion.getRuleId().equals(rule)) {
                return assertion.getMessage() + " at " + assertion.getLocation().getContext();
            }
        }
        return "?";
    }
}
