package dev.exeunt.local.template;

import java.util.Map;

/// The account and region that the local cloud plays.
public final class Account {

    /// The account id, as LocalStack and ElasticMQ have it too.
    public static final String ID = "000000000000";

    /// The region.
    public static final String REGION = "us-east-1";

    static final Map<String, String> PSEUDO_PARAMETERS = Map.of("AWS::AccountId", ID, "AWS::Region", REGION,
            "AWS::Partition", "aws", "AWS::URLSuffix", "amazonaws.com", "AWS::StackName", "exeunt", "AWS::StackId",
            arn("cloudformation", "stack/exeunt/local"));

    private Account() {
    }

    /// The ARN of something in this account.
    ///
    /// @param service such as `sqs`
    /// @param rest    what follows the account, such as a queue's name
    public static String arn(String service, String rest) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, REGION, ID, rest);
    }
}
